package org.jrsync.wire.checksum;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;

/** The 128-bit XXH3: the low half first, each half low byte first. */
final class Xxh128Checksum implements StrongChecksum {
  private final Hasher128 hasher;
  private final HashStream128 stream;

  Xxh128Checksum(Hasher128 hasher) {
    this.hasher = hasher;
    this.stream = hasher.hashStream();
  }

  @Override
  public int length() {
    return 16;
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
    put(stream.get(), out, offset);
    stream.reset();
  }

  @Override
  public void of(byte[] data, int offset, int length, byte[] out, int outOffset) {
    put(hasher.hashBytesTo128Bits(data, offset, length), out, outOffset);
  }

  private static void put(HashValue128 value, byte[] out, int offset) {
    Checksums.putLong(out, offset, value.getLeastSignificantBits());
    Checksums.putLong(out, offset + 8, value.getMostSignificantBits());
  }
}
