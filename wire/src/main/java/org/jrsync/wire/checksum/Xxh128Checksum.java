package org.jrsync.wire.checksum;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;

/** The 128-bit XXH3: the low half first, each half low byte first. */
final class Xxh128Checksum implements StrongChecksum {
  private final Hasher128 hasher;
  private final HashStream128 stream;

  /**
   * One of the two ways to compute it.
   *
   * @param seed 0 for none
   */
  static StrongChecksum of(long seed) {
    return VectorLoops.PAY
        ? new VectorXxh128Checksum(seed)
        : new Xxh128Checksum(Hashing.xxh3_128(seed));
  }

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

  static void put(HashValue128 value, byte[] out, int offset) {
    Checksums.putLong(out, offset, value.getLeastSignificantBits());
    Checksums.putLong(out, offset + 8, value.getMostSignificantBits());
  }
}
