package org.jrsync.bench;

import java.util.concurrent.TimeUnit;
import org.jrsync.wire.checksum.BlockSum;
import org.jrsync.wire.checksum.RollingChecksum;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The weak sum, of whole blocks and rolled, in nanoseconds a byte. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RollingSumBenchmark {
  private static final int LENGTH = 1 << 20;

  /** The block size, in bytes: the smallest, and one of a file of half a GiB. */
  @Param({"700", "23168"})
  public int block;

  private final BlockSum sum = new BlockSum();
  private final byte[] data = Data.random(LENGTH + (1 << 17));

  /** One block after the other, as a signature is made. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public int blocks() {
    int all = 0;
    for (int at = 0; at < LENGTH; at += block) {
      all ^= sum.of(data, at, block);
    }
    return all;
  }

  /** A window moved on byte by byte, as matches are searched. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public int rolled() {
    int value = RollingChecksum.of(data, 0, block);
    int all = value;
    for (int at = 0; at < LENGTH; at++) {
      value = RollingChecksum.roll(value, block, data[at], data[at + block]);
      all ^= value;
    }
    return all;
  }
}
