package org.jrsync.bench;

import java.util.concurrent.TimeUnit;
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

  private final MemoryTransport memory = new MemoryTransport(2 * LENGTH);
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
    memory.clear();
    var out = new WireOutput(memory);
    out.startMultiplexing();
    for (int at = 0; at < LENGTH; at += span) {
      out.write(data, at, span);
    }
    out.flush();
    return memory.length();
  }

  /** The same frames read back. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public byte[] read() {
    memory.rewind();
    var in = new WireInput(memory);
    in.startMultiplexing(new DataOnly(), false);
    for (int at = 0; at < LENGTH; at += span) {
      in.readFully(target, at, span);
    }
    return target;
  }
}
