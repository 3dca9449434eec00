package org.jrsync.engine.scan;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.IntUnaryOperator;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.filter.FilterScope;
import org.jrsync.engine.filter.FilterSide;
import org.jrsync.engine.options.OptionsBuilder;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.FileList;
import org.jrsync.wire.flist.FileListFormat;
import org.jrsync.wire.flist.ListBudget;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Very many directories that arguments name each for itself. */
class SourceRootsTest {
  private static final byte[] START = {};
  private static final FilterScope NO_RULES =
      FilterScope.plain(FilterList.EMPTY, FilterSide.SENDER, START);

  private static final ScanLog NO_LOG =
      new ScanLog() {
        @Override
        public void report(MessageCode code, byte[] message) {}

        @Override
        public void addIoError(int bits) {}

        @Override
        public int ioErrors() {
          return 0;
        }
      };

  private static SourceRoots roots(MemoryBudget memory) {
    return new SourceRoots(
        new LocalSources("/".getBytes(US_ASCII), base -> NO_RULES, NO_RULES, tree -> tree), memory);
  }

  private static SourceRoot root(SourceRoots roots, int number) {
    return roots.root(START, ("dir" + number).getBytes(US_ASCII));
  }

  private static EntryScanner scanner(SourceRoots roots) {
    FileListFormat format = FileListFormat.protocol(32).relative(true).build();
    ListBudget budget = ListBudget.unlimited();
    ScanSettings settings =
        new ScanSettings(
            new OptionsBuilder().build(),
            format,
            id -> null,
            id -> null,
            null,
            false,
            new NoAttributes(),
            IntUnaryOperator.identity(),
            budget,
            NO_LOG);
    WireOutput out =
        new WireOutput(
            StreamTransport.of(
                new ByteArrayInputStream(new byte[0]), OutputStream.nullOutputStream()));
    return new EntryScanner(settings, roots, out, new FileList(format, 0, 0, budget));
  }

  @Test
  void eachRootHasOnePlainOrigin() {
    SourceRoots roots = roots(MemoryBudget.unlimited());
    EntryScanner entries = scanner(roots);
    int first = entries.markOf(root(roots, 1));
    int second = entries.markOf(root(roots, 2));
    assertThat(second).isNotEqualTo(first);
    assertThat(entries.markOf(root(roots, 1))).isEqualTo(first);
    assertThat(entries.origin(second).root).isSameAs(root(roots, 2));
  }

  @Test
  void manyRootsTakeNoMoreTimeEachThanFew() {
    SourceRoots roots = roots(MemoryBudget.unlimited());
    EntryScanner entries = scanner(roots);
    int count = 150_000; // Looking through all before each would be more than ten thousand million.
    Assertions.assertTimeout(
        Duration.ofSeconds(6),
        () -> {
          for (int i = 0; i < count; i++) {
            assertThat(entries.markOf(root(roots, i))).isEqualTo(i);
          }
        });
  }

  @Test
  void rootsAndOriginsCountAsTheSessionsMemory() {
    MemoryBudget memory = MemoryBudget.ofSession(100_000);
    SourceRoots roots = roots(memory);
    EntryScanner entries = scanner(roots);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1000; i++) {
                int mark = entries.markOf(root(roots, i));
                assertThat(mark).isEqualTo(i);
              }
            })
        .isInstanceOfSatisfying(
            RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.MALLOC))
        .hasMessageContaining("memory for the sources exceeds the limit");
    assertThat(memory.held()).isBetween(90_000L, 100_000L);
    roots.close();
    assertThat(memory.held()).isZero();
  }
}
