package org.jrsync.bench;

import java.util.concurrent.TimeUnit;
import org.jrsync.wire.checksum.ChecksumType;
import org.jrsync.wire.checksum.Checksums;
import org.jrsync.wire.checksum.StrongChecksum;
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

/** Each strong checksum over a long file, in nanoseconds a byte. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChecksumBenchmark {
  private static final int LENGTH = 1 << 20;
  private static final int CHUNK = 32 * 1024;

  /** The checksum's name in lists and options. */
  @Param({"xxh128", "xxh3", "xxh64", "md5", "md4", "sha1"})
  public String type = "";

  private final byte[] data = Data.random(LENGTH);
  private final byte[] digest = new byte[64];
  private StrongChecksum checksum = Checksums.forFiles(ChecksumType.NONE);

  /** Makes the checksum. */
  @Setup
  public void make() {
    ChecksumType wanted = ChecksumType.forTransfer(type);
    if (wanted == null) {
      throw new IllegalArgumentException(type);
    }
    checksum = Checksums.forFiles(wanted);
  }

  /** A file's checksum, fed as it is read: in chunks of 32 KiB. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public byte[] wholeFile() {
    for (int at = 0; at < LENGTH; at += CHUNK) {
      checksum.update(data, at, CHUNK);
    }
    checksum.digest(digest, 0);
    return digest;
  }
}
