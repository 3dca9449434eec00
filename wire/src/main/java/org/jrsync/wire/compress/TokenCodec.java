package org.jrsync.wire.compress;

import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;

/**
 * Makes the token streams of a session. Compressing ones take memory outside the heap: make them
 * late, close them.
 */
public final class TokenCodec {
  private TokenCodec() {}

  /**
   * The sender's side.
   *
   * @param level as given by the user, or {@link CompressionType#LEVEL_UNSET}
   */
  public static TokenWriter writer(CompressionType type, int level, WireOutput out) {
    return switch (type) {
      case NONE -> new PlainTokenWriter(out);
      case ZSTD -> new ZstdTokenWriter(out, type.level(level));
      case ZLIB, ZLIBX, LZ4 -> throw unsupported(type);
    };
  }

  /** The receiver's side. */
  public static TokenReader reader(CompressionType type, WireInput in) {
    return switch (type) {
      case NONE -> new PlainTokenReader(in);
      case ZSTD -> new ZstdTokenReader(in);
      case ZLIB, ZLIBX, LZ4 -> throw unsupported(type);
    };
  }

  private static RsyncException unsupported(CompressionType type) {
    return new RsyncException(
        ExitCode.UNSUPPORTED, "compression with " + type.wireName() + " is not supported yet");
  }
}
