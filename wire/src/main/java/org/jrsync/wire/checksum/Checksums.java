package org.jrsync.wire.checksum;

import com.dynatrace.hash4j.hashing.Hashing;

/** Makes the checksums for each of their three uses (docs/protocol.md, "Strong checksums"). */
public final class Checksums {
  private Checksums() {}

  /**
   * For the blocks of a signature.
   *
   * @param seed the session's seed; 0 means none
   * @param properSeedOrder the compatibility flag that puts the seed before an MD5's data rather
   *     than after
   */
  public static StrongChecksum forBlocks(ChecksumType type, int seed, boolean properSeedOrder) {
    byte[] seedBytes = seed == 0 ? new byte[0] : littleEndian(seed);
    byte[] none = new byte[0];
    return switch (type) {
      case NONE -> blank(ChecksumType.NONE.length());
      case MD4, MD4_OLD -> new SeededDigest(new Md4(), none, seedBytes);
      case MD5 ->
          properSeedOrder
              ? new SeededDigest(jdk("MD5"), seedBytes, none)
              : new SeededDigest(jdk("MD5"), none, seedBytes);
      case SHA1 -> new SeededDigest(jdk("SHA-1"), seedBytes, none);
      case XXH64 -> new Xxh64Checksum(Hashing.xxh64(seed));
      case XXH3_64 -> new Xxh64Checksum(Hashing.xxh3_64(seed));
      case XXH3_128 -> Xxh128Checksum.of(seed);
      case SHA256, SHA512 -> throw new IllegalArgumentException("no transfer checksum: " + type);
    };
  }

  /**
   * For the sum that follows a file's data and verifies it.
   *
   * @param seed the session's seed, which counts for {@link ChecksumType#MD4_OLD} alone
   */
  public static StrongChecksum forTransfer(ChecksumType type, int seed) {
    if (type == ChecksumType.MD4_OLD) {
      return new SeededDigest(new Md4(), littleEndian(seed), new byte[0]);
    }
    return type == ChecksumType.NONE ? blank(type.length()) : forFiles(type);
  }

  /**
   * For --checksum's comparison of whole files; the seed plays no part. With {@link
   * ChecksumType#NONE} the first use throws a {@link org.jrsync.wire.RsyncException}.
   */
  public static StrongChecksum forFiles(ChecksumType type) {
    byte[] none = new byte[0];
    return switch (type) {
      case NONE -> new RefusedChecksum();
      case MD4, MD4_OLD -> new SeededDigest(new Md4(), none, none);
      case MD5 -> new SeededDigest(jdk("MD5"), none, none);
      case SHA1 -> new SeededDigest(jdk("SHA-1"), none, none);
      case SHA256 -> new SeededDigest(jdk("SHA-256"), none, none);
      case SHA512 -> new SeededDigest(jdk("SHA-512"), none, none);
      case XXH64 -> new Xxh64Checksum(Hashing.xxh64());
      case XXH3_64 -> new Xxh64Checksum(Hashing.xxh3_64());
      case XXH3_128 -> Xxh128Checksum.of(0);
    };
  }

  /** A sum that computes nothing: always {@code length} zero bytes. */
  public static StrongChecksum blank(int length) {
    return new NoChecksum(length);
  }

  private static JdkDigest jdk(String algorithm) {
    return new JdkDigest(algorithm);
  }

  static byte[] littleEndian(int value) {
    return new byte[] {
      (byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)
    };
  }

  static void putLong(byte[] out, int offset, long value) {
    for (int i = 0; i < 8; i++) {
      out[offset + i] = (byte) (value >>> (8 * i));
    }
  }
}
