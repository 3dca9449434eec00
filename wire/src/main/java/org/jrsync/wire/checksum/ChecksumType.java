package org.jrsync.wire.checksum;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The strong checksums (docs/protocol.md, "Strong checksums"). SHA-256 and SHA-512 serve the
 * daemon's authentication alone.
 */
public enum ChecksumType {
  /**
   * No checksum: files are sent whole and not verified; one zero byte stands where a digest would.
   */
  NONE("none", 0, 1),
  /** MD4 as protocols before 30 use it, with the session's seed in whole-file sums too. */
  MD4_OLD("md4", 3, 16),
  MD4("md4", 4, 16),
  MD5("md5", 5, 16),
  XXH64("xxh64", 6, 8),
  XXH3_64("xxh3", 7, 8),
  XXH3_128("xxh128", 8, 16),
  SHA1("sha1", 9, 20),
  SHA256("sha256", 10, 32),
  SHA512("sha512", 11, 64);

  private final String wireName;
  private final int number;
  private final int length;

  ChecksumType(String wireName, int number, int length) {
    this.wireName = wireName;
    this.number = number;
    this.length = length;
  }

  /** The name in lists and options. */
  public String wireName() {
    return wireName;
  }

  /** The number that rsync's texts show. */
  public int number() {
    return number;
  }

  /** The digest's length in bytes: 1 to 64. */
  public int length() {
    return length;
  }

  /**
   * Whether a whole-file digest is the one that other programs compute: 0 where the seed makes it
   * private, 1 where the usual text form shows the bytes from last to first (the xxHash family), -1
   * where it shows them in order.
   */
  public int textOrder() {
    return switch (this) {
      case NONE, MD4_OLD -> 0;
      case XXH64, XXH3_64, XXH3_128 -> 1;
      default -> -1;
    };
  }

  /**
   * The transfer checksum with this name ({@code xxhash} is xxh64), ignoring case; null for an
   * unknown one.
   */
  public static @Nullable ChecksumType forTransfer(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "xxh128" -> XXH3_128;
      case "xxh3" -> XXH3_64;
      case "xxh64", "xxhash" -> XXH64;
      case "md5" -> MD5;
      case "md4" -> MD4;
      case "sha1" -> SHA1;
      case "none" -> NONE;
      default -> null;
    };
  }
}
