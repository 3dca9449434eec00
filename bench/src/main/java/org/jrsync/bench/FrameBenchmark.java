package org.jrsync.bench;

import java.util.concurrent.TimeUnit;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.MessageListener;
import org.jrsync.wire.Transport;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Multiplexed streams in memory, in nanoseconds a byte of payload. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FrameBenchmark {
  private static final int LENGTH = 1 << 20;

  /** The bytes of one write or read: a small token, and a file's chunk. */
  @Param({"16", "32768"})
  public int span;

  private final Memory memory = new Memory(2 * LENGTH);
  private final byte[] data = Data.random(LENGTH);
  private final byte[] target = new byte[LENGTH];

  /** Frames to read. */
  @Setup
  public void record() {
    write();
  }

  /** Data written in frames. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public int write() {
    memory.length = 0;
    var out = new WireOutput(memory);
    out.startMultiplexing();
    for (int at = 0; at < LENGTH; at += span) {
      out.write(data, at, span);
    }
    out.flush();
    return memory.length;
  }

  /** The same frames read back. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public byte[] read() {
    memory.position = 0;
    var in = new WireInput(memory);
    in.startMultiplexing(new Silent(), false);
    for (int at = 0; at < LENGTH; at += span) {
      in.readFully(target, at, span);
    }
    return target;
  }

  /** A transport that keeps what is written, to be read again. */
  private static final class Memory implements Transport {
    private final byte[] bytes;
    private int length;
    private int position;

    Memory(int capacity) {
      bytes = new byte[capacity];
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted, long idleMillis) {
      int count = Math.min(wanted, length - position);
      if (count <= 0) {
        return -1;
      }
      System.arraycopy(bytes, position, buffer, offset, count);
      position += count;
      return count;
    }

    @Override
    public void write(byte[] buffer, int offset, int count) {
      System.arraycopy(buffer, offset, bytes, length, count);
      length += count;
    }

    @Override
    public void shutdownOutput() {}

    @Override
    public void close() {}
  }

  /** Data frames alone are measured. */
  private static final class Silent implements MessageListener {
    @Override
    public void text(MessageCode code, byte[] text) {
      throw new IllegalStateException("a text in a data stream");
    }

    @Override
    public void ioError(int flags) {
      throw new IllegalStateException("an I/O error in a data stream");
    }
  }
}
