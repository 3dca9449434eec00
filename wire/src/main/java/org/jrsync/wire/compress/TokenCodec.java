package org.jrsync.wire.compress;

import com.github.luben.zstd.util.Native;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;

/**
 * Makes the token streams of a session. Compressing ones take memory outside the heap: make them
 * late, close them.
 */
public final class TokenCodec {
  private TokenCodec() {}

  /**
   * Loads the code that lies outside the JVM, which otherwise the first stream does that needs it:
   * for processes that give up the right to, or must not run code from a file of somebody else's.
   * Where it cannot be loaded, that shows when a stream needs it.
   */
  public static void prepare() {
    try {
      Native.load();
    } catch (LinkageError e) {
      return;
    }
  }

  /**
   * The sender's side.
   *
   * @param level as given by the user, or {@link CompressionType#LEVEL_UNSET}
   * @param workers threads that compress besides the caller, where the type knows such; 0 for none
   */
  public static TokenWriter writer(CompressionType type, int level, int workers, WireOutput out) {
    return switch (type) {
      case NONE -> new PlainTokenWriter(out);
      case ZLIB -> new DeflateTokenWriter(out, type.level(level), true);
      case ZLIBX -> new DeflateTokenWriter(out, type.level(level), false);
      case LZ4 -> new Lz4TokenWriter(out);
      case ZSTD -> new ZstdTokenWriter(out, type.level(level), workers);
    };
  }

  /** The receiver's side. */
  public static TokenReader reader(CompressionType type, WireInput in) {
    return switch (type) {
      case NONE -> new PlainTokenReader(in);
      case ZLIB -> new PackedTokenReader(in, new DeflateDecompressor(true));
      case ZLIBX -> new PackedTokenReader(in, new DeflateDecompressor(false));
      case LZ4 -> new PackedTokenReader(in, new Lz4Decompressor());
      case ZSTD -> new PackedTokenReader(in, new ZstdDecompressor());
    };
  }
}
