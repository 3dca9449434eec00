package org.jrsync.wire.checksum;

/**
 * A running strong checksum, made by {@link Checksums}. Reusable without limit; used by one thread.
 */
public interface StrongChecksum {
  /** The digest's length in bytes. */
  int length();

  /** Forgets what was added. A new checksum needs no reset. */
  void reset();

  /** Adds the span. */
  void update(byte[] data, int offset, int length);

  /** Writes {@link #length()} bytes of digest and resets. */
  void digest(byte[] out, int offset);

  /** The digest of one span alone, dropping whatever was added before. */
  default void of(byte[] data, int offset, int length, byte[] out, int outOffset) {
    reset();
    update(data, offset, length);
    digest(out, outOffset);
  }

  /** {@link #digest(byte[], int)} into a new array. */
  default byte[] digest() {
    byte[] out = new byte[length()];
    digest(out, 0);
    return out;
  }
}
