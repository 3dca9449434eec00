package org.jrsync.wire.checksum;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hasher64;

/** A 64-bit xxHash, low byte first. */
final class Xxh64Checksum implements StrongChecksum {
  private final Hasher64 hasher;
  private final HashStream64 stream;

  Xxh64Checksum(Hasher64 hasher) {
    this.hasher = hasher;
    this.stream = hasher.hashStream();
  }

  @Override
  public int length() {
    return 8;
  }

  @Override
  public void reset() {
    stream.reset();
  }

  @Override
  public void update(byte[] data, int offset, int length) {
    stream.putBytes(data, offset, length);
  }

  @Override
  public void digest(byte[] out, int offset) {
    Checksums.putLong(out, offset, stream.getAsLong());
    stream.reset();
  }

  @Override
  public void of(byte[] data, int offset, int length, byte[] out, int outOffset) {
    Checksums.putLong(out, outOffset, hasher.hashBytesToLong(data, offset, length));
  }
}
