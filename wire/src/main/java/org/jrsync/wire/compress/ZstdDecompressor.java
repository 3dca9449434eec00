package org.jrsync.wire.compress;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import org.jrsync.wire.ProtocolException;

/** Unpacks what {@link ZstdTokenWriter} packs: one compressed stream for all files of a session. */
final class ZstdDecompressor implements Decompressor {
  /** Two of zstd's largest blocks: what one step may yield. */
  private static final int OUTPUT = 2 * 128 * 1024;

  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private final ByteBuffer input = ByteBuffer.allocateDirect(RunWriter.MAX_DATA);
  private final ByteBuffer output = ByteBuffer.allocateDirect(OUTPUT).limit(0);
  private boolean closed;

  @Override
  public ByteBuffer output() {
    return output;
  }

  @Override
  public void input(byte[] packed, int length) {
    input.clear().put(packed, 0, length).flip();
  }

  @Override
  public boolean unpack() {
    output.clear();
    try {
      context.decompressDirectByteBufferStream(output, input);
    } catch (ZstdException e) {
      throw ProtocolException.stream("ZSTD decomp returned " + e.getMessage());
    }
    // Output that filled its buffer may have more behind it even though all input is taken.
    boolean more = input.hasRemaining() || !output.hasRemaining();
    output.flip();
    return more;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      context.close();
    }
  }
}
