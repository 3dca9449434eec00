package org.jrsync.wire.flist;

/** Told of names of received entries that cannot be converted to this side's charset. */
public interface ConversionFailures {

  /** Nobody is told. */
  ConversionFailures UNTOLD =
      new ConversionFailures() {
        @Override
        public void name(byte[] name, String reason) {}

        @Override
        public void link(byte[] path, String reason) {}
      };

  /**
   * A name could not be converted: its entry is left out.
   *
   * @param name as it came, UTF-8 if the peer is right
   * @param reason in the system's words
   */
  void name(byte[] name, String reason);

  /**
   * The target of a link could not be converted: the link is left out.
   *
   * @param path the link's own name, converted
   * @param reason in the system's words
   */
  void link(byte[] path, String reason);
}
