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

  /** True where this program can pack and unpack it: only such are offered to a peer. */
  public boolean supported() {
    return this == NONE || this == ZSTD;
  }

  /** The supported type with this name, ignoring case; null for another. */
  public static @Nullable CompressionType forName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (CompressionType type : values()) {
      if (type.supported() && type.wireName.equals(lower)) {
        return type;
      }
    }
    return null;
  }

  /**
   * The level that a request means for this type, without complaint about values out of range.
   *
   * @param requested {@link #LEVEL_UNSET} or any number
   */
  public int level(int requested) {
    if (this != ZSTD) {
      return 0;
    }
    if (requested == LEVEL_UNSET || requested == 0) {
      return ZSTD_USUAL;
    }
    return Math.max(ZSTD_LOWEST, Math.min(ZSTD_HIGHEST, requested));
  }
}
