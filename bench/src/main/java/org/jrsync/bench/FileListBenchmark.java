package org.jrsync.bench;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.EntryPolicy;
import org.jrsync.wire.flist.FileEntry;
import org.jrsync.wire.flist.FileList;
import org.jrsync.wire.flist.FileListDecoder;
import org.jrsync.wire.flist.FileListEncoder;
import org.jrsync.wire.flist.FileListFormat;
import org.jrsync.wire.flist.IdMap;
import org.jrsync.wire.flist.IdNames;
import org.jrsync.wire.flist.ListBudget;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A list of 100 000 files in the newest protocol, in nanoseconds an entry. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FileListBenchmark {
  private static final int ENTRIES = 100_000;
  private static final byte[] ROOT = {};

  private final FileListFormat format =
      FileListFormat.protocol(33)
          .varintFlags(true)
          .users(true)
          .groups(true)
          .links(true)
          .recursive(true)
          .build();
  private final MemoryTransport memory = new MemoryTransport(1 << 23);
  private FileList list = new FileList(33, 0, 0, ListBudget.unlimited());

  /** The list, in the order in which a scan finds its entries. */
  @Setup
  public void fill() {
    FileEntry entry = new FileEntry();
    for (int i = 0; i < ENTRIES; i++) {
      entry.clear();
      // 100 files a folder, whose numbers do not come in order.
      String path = "some/folder" + i / 100 + "/file-" + i * 37 % 100 + ".dat";
      entry.setPath(path.getBytes(StandardCharsets.US_ASCII));
      entry.mode = 0100644;
      entry.size = 200 + i * 7919L % 60_000;
      entry.mtime = 1_700_000_000L + i / 10;
      entry.mtimeNanos = i * 1009 % 1_000_000_000;
      entry.uid = 1000;
      entry.gid = 1000;
      list.add(entry);
    }
    encode();
  }

  /** From columns to bytes. */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public int encode() {
    memory.clear();
    var out = new WireOutput(memory);
    var encoder =
        new FileListEncoder(
            out, format, new IdNames(id -> null), new IdNames(id -> null), ListBudget.unlimited());
    FileEntry entry = new FileEntry();
    for (int i = 0; i < ENTRIES; i++) {
      list.get(i, entry);
      encoder.write(entry, i, 0);
    }
    encoder.writeEnd(0);
    encoder.writeTrailer(0);
    out.flush();
    return memory.length();
  }

  /** From bytes to columns. */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public FileList decode() {
    return read();
  }

  /** From bytes to columns, and sorted. */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public FileList decodeAndSort() {
    FileList read = read();
    read.sort();
    return read;
  }

  private FileList read() {
    memory.rewind();
    var decoder =
        new FileListDecoder(
            new WireInput(memory),
            format,
            IdMap.identity(),
            IdMap.identity(),
            EntryPolicy.NONE,
            ListBudget.unlimited());
    FileList read = decoder.newList(0);
    decoder.read(read, ROOT);
    decoder.readTrailer(read);
    return read;
  }
}
