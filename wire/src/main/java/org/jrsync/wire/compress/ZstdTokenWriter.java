package org.jrsync.wire.compress;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.Protocol;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.WireOutput;

/**
 * Tokens packed by zstd: one compressed stream for all files of a session, flushed where a match or
 * the end of a file follows literal data, never ended.
 */
final class ZstdTokenWriter implements TokenWriter {
  private final WireOutput out;
  private final RunWriter runs;
  private final ZstdCompressCtx context;
  private final ByteBuffer input = ByteBuffer.allocateDirect(Protocol.CHUNK);
  private final ByteBuffer output = ByteBuffer.allocateDirect(RunWriter.MAX_DATA);
  private final byte[] packed = new byte[RunWriter.MAX_DATA];
  private boolean unflushed;
  private boolean closed;

  /**
   * @param workers threads that compress besides the caller; 0 for none
   */
  ZstdTokenWriter(WireOutput out, int level, int workers) {
    this.out = out;
    this.runs = new RunWriter(out);
    this.context = new ZstdCompressCtx();
    context.setLevel(level);
    if (workers > 0) {
      context.setWorkers(workers);
    }
  }

  @Override
  public void literal(byte[] data, int offset, int length) {
    if (length == 0) {
      return;
    }
    runs.close();
    while (length > 0) {
      int n = Math.min(length, input.capacity());
      input.clear().put(data, offset, n).flip();
      pack(EndDirective.CONTINUE);
      offset += n;
      length -= n;
    }
    unflushed = true;
  }

  @Override
  public void match(int index, byte[] data, int offset, int length) {
    flushData();
    runs.add(index);
  }

  @Override
  public void end() {
    flushData();
    runs.end();
  }

  private void flushData() {
    if (unflushed) {
      unflushed = false;
      input.clear().limit(0);
      pack(EndDirective.FLUSH);
    }
  }

  private void pack(EndDirective directive) {
    boolean done;
    do {
      output.clear();
      boolean flushed;
      try {
        flushed = context.compressDirectByteBufferStream(output, input, directive);
      } catch (ZstdException e) {
        throw new RsyncException(
            ExitCode.STREAM_IO, "ZSTD_compressStream returned " + e.getMessage(), e);
      }
      done = directive == EndDirective.FLUSH ? flushed : !input.hasRemaining();
      int n = output.position();
      if (n > 0) {
        runs.dataHeader(n);
        output.flip().get(packed, 0, n);
        out.write(packed, 0, n);
      }
    } while (!done);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      context.close();
    }
  }
}
