package org.jrsync.wire.compress;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a file's data is packed (docs/protocol.md, "Tokens"). */
public enum CompressionType {
  NONE("none"),
  ZLIB("zlib"),
  ZLIBX("zlibx"),
  LZ4("lz4"),
  ZSTD("zstd");

  /** A level that nobody chose: the codec's usual one is used. */
  public static final int LEVEL_UNSET = Integer.MIN_VALUE;

  private static final int ZLIB_USUAL = 6;
  private static final int ZLIB_HIGHEST = 9;
  private static final int ZSTD_LOWEST = -(1 << 17);
  private static final int ZSTD_HIGHEST = 22;
  private static final int ZSTD_USUAL = 3;

  private final String wireName;

  CompressionType(String wireName) {
    this.wireName = wireName;
  }

  /** The name in lists and options. */
  public String wireName() {
    return wireName;
  }

  /** The type with this name, ignoring case; null for another. */
  public static @Nullable CompressionType forName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (CompressionType type : values()) {
      if (type.wireName.equals(lower)) {
        return type;
      }
    }
    return null;
  }

  /**
   * What remains of this type at a level: level 0 of zlib is no compression, and is sent as such.
   *
   * @param requested {@link #LEVEL_UNSET} or any number
   */
  public CompressionType at(int requested) {
    return requested == 0 && (this == ZLIB || this == ZLIBX) ? NONE : this;
  }

  /**
   * The level that a request means for this type, without complaint about values out of range.
   *
   * @param requested {@link #LEVEL_UNSET} or any number
   */
  public int level(int requested) {
    return switch (this) {
      case NONE, LZ4 -> 0;
      case ZLIB, ZLIBX ->
          requested == LEVEL_UNSET || requested == -1
              ? ZLIB_USUAL
              : Math.clamp(requested, 1, ZLIB_HIGHEST);
      case ZSTD ->
          requested == LEVEL_UNSET || requested == 0
              ? ZSTD_USUAL
              : Math.clamp(requested, ZSTD_LOWEST, ZSTD_HIGHEST);
    };
  }
}
