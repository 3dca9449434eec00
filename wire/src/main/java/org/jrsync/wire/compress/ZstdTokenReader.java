package org.jrsync.wire.compress;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.WireInput;

/** Tokens packed by zstd: one compressed stream for all files of a session. */
final class ZstdTokenReader implements TokenReader {
  /** Two of zstd's largest blocks: what one step may yield. */
  private static final int OUTPUT = 2 * 128 * 1024;

  private final WireInput in;
  private final RunReader runs;
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private final PackedData data;
  private final ByteBuffer input = ByteBuffer.allocateDirect(RunWriter.MAX_DATA);
  private final ByteBuffer output = ByteBuffer.allocateDirect(OUTPUT);
  private boolean unpacking;
  private boolean closed;

  ZstdTokenReader(WireInput in) {
    this.in = in;
    this.runs = new RunReader(in);
    this.data = new PackedData(in);
    output.limit(0);
  }

  @Override
  public int next() {
    if (output.hasRemaining()) {
      throw new IllegalStateException(output.remaining() + " literal bytes not read");
    }
    if (runs.running()) {
      return runs.nextOfRun();
    }
    while (true) {
      if (unpacking) {
        int n = unpack();
        if (n > 0) {
          return n;
        }
        continue;
      }
      int flag = in.readByte();
      if (PackedData.announcedBy(flag)) {
        int n = data.read(flag);
        input.clear().put(data.bytes(), 0, n).flip();
        unpacking = true;
      } else if (flag == RunWriter.END) {
        runs.reset();
        return END;
      } else {
        return runs.start(flag);
      }
    }
  }

  private int unpack() {
    output.clear();
    try {
      context.decompressDirectByteBufferStream(output, input);
    } catch (ZstdException e) {
      throw ProtocolException.stream("ZSTD decomp returned " + e.getMessage());
    }
    // Output that filled its buffer may have more behind it even though all input is taken.
    unpacking = input.hasRemaining() || !output.hasRemaining();
    output.flip();
    return output.remaining();
  }

  @Override
  public int literal(byte[] target, int offset, int max) {
    int n = Math.min(max, output.remaining());
    output.get(target, offset, n);
    return n;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      context.close();
    }
  }
}
