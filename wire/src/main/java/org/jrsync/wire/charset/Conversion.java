package org.jrsync.wire.charset;

/** Converts names from one charset to another, one after the other. Owned by one thread. */
public interface Conversion {

  /** What {@link #convert} returns for bytes that cannot be converted. */
  int FAILED = -1;

  /**
   * Converts a name. The two arrays are not the same.
   *
   * @param most how many bytes there is room for
   * @return the number of bytes written, or {@link #FAILED}: see {@link #reason}
   */
  int convert(byte[] from, int offset, int length, byte[] to, int toOffset, int most);

  /** Why the latest {@link #convert} failed, in the system's words; empty where it did not. */
  String reason();

  /** Converts a text, with bytes in it that cannot be converted as they are. */
  byte[] convertLoosely(byte[] text);
}
