package org.jrsync.engine.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.filter.FilterScope;
import org.jrsync.engine.filter.FilterSide;
import org.jrsync.engine.options.LinkRules;
import org.jrsync.engine.options.OptionsBuilder;
import org.jrsync.engine.tree.AttributeFaults;
import org.jrsync.engine.tree.PosixTree;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.Policy;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.FileEntry;
import org.jrsync.wire.flist.FileListFormat;
import org.jrsync.wire.flist.ListBudget;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A directory on the way to a file becomes a link to another place after the argument was looked
 * at: what lies there is neither listed nor read.
 */
class FlippedSourceTest {
  private static final int MINE = 4;
  private static final FilterScope NO_RULES =
      FilterScope.plain(FilterList.EMPTY, FilterSide.SENDER, new byte[0]);

  @TempDir private Path dir = Path.of("");
  private final StringBuilder log = new StringBuilder();
  private LinkRules links = LinkRules.NONE;

  /**
   * A way to send {@code src/a/b/file}.
   *
   * @param module whether from a daemon's module
   * @param flipped the directory that becomes a link
   */
  record Way(
      boolean module, boolean incremental, boolean relative, String argument, String flipped) {}

  static Stream<Way> ways() {
    Stream.Builder<Way> all = Stream.builder();
    for (boolean module : new boolean[] {false, true}) {
      for (boolean incremental : new boolean[] {false, true}) {
        for (String flipped : List.of("src", "src/a", "src/a/b")) {
          for (String argument :
              List.of("src/a/b/file", "src/a/b", "src/a/b/", "src/a", "src/./a/b")) {
            all.add(new Way(module, incremental, true, argument, flipped));
          }
          all.add(new Way(module, incremental, false, "src/a/b/file", flipped));
          all.add(new Way(module, incremental, false, "src/a/b/", flipped));
          all.add(new Way(module, incremental, false, "src/a", flipped));
        }
      }
    }
    return all.build();
  }

  @BeforeEach
  void makeTrees() throws IOException {
    Files.createDirectories(dir.resolve("src/a/b"));
    Files.writeString(dir.resolve("src/a/b/file"), "mine");
    // Every flipped directory finds its like there.
    for (String inside : List.of("a/b", "b", ".")) {
      Files.createDirectories(dir.resolve("secret").resolve(inside));
      Files.writeString(dir.resolve("secret").resolve(inside).resolve("file"), "secret");
      Files.writeString(dir.resolve("secret").resolve(inside).resolve("hidden"), "secret");
    }
  }

  private Sources sources(Way way) {
    if (!way.module()) {
      return new LocalSources(bytes(dir.toString()), base -> NO_RULES, NO_RULES, tree -> tree);
    }
    Tree module = PosixTree.open(bytes(dir.toString()), Policy.BENEATH);
    return new ModuleSources(
        module,
        bytes("m"),
        new byte[0],
        top -> AttributeFaults.SILENT,
        base -> NO_RULES,
        base -> NO_RULES);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private ScanSettings settings(Way way) {
    OptionsBuilder b = new OptionsBuilder();
    b.recursive = true;
    b.relative = way.relative();
    b.links = true;
    b.linkRules = links;
    b.server = true;
    b.sender = true;
    FileListFormat format =
        FileListFormat.protocol(31)
            .incremental(way.incremental())
            .links(true)
            .recursive(true)
            .relative(way.relative())
            .build();
    return new ScanSettings(
        b.build(),
        format,
        id -> null,
        id -> null,
        null,
        false,
        new NoAttributes(),
        IntUnaryOperator.identity(),
        ListBudget.unlimited(),
        new ScanLog() {
          @Override
          public void report(MessageCode code, byte[] text) {
            log.append(new String(text, ISO_8859_1));
          }

          @Override
          public void addIoError(int bits) {}

          @Override
          public int ioErrors() {
            return 0;
          }
        });
  }

  private SourceFiles begin(Way way) {
    WireOutput out =
        new WireOutput(
            StreamTransport.of(
                new ByteArrayInputStream(new byte[0]), OutputStream.nullOutputStream()));
    out.setProtocol(31);
    SourceFiles files = new SourceFiles(settings(way), sources(way), out);
    files.sendFirst(List.of(bytes(way.module() ? way.argument() : dir + "/" + way.argument())));
    return files;
  }

  @ParameterizedTest
  @MethodSource("ways")
  void nothingBehindTheLinkIsSent(Way way) throws IOException {
    try (SourceFiles files = begin(way)) {
      flip(dir.resolve(way.flipped()));
      while (!files.isComplete()) {
        files.sendOne();
      }
      int read = 0;
      FileEntry entry = new FileEntry();
      int last = files.segments().nextStart();
      for (int ndx = files.segments().first().ndxStart(); ndx < last; ndx++) {
        if (!isThere(files, ndx, entry)) {
          continue;
        }
        assertThat(new String(entry.pathCopy(), ISO_8859_1)).doesNotContain("hidden");
        // The link itself may be sent as one.
        if (!FileMode.isRegular(entry.mode)) {
          continue;
        }
        assertThat(entry.size).isEqualTo(MINE);
        read++;
        assertNotSecret(files, ndx);
      }
      if (read == 0) {
        assertThat(log.toString()).contains("failed");
      }
    }
  }

  @Test
  void aFileThatBecomesALinkIsNotFollowedBecauseDirectoriesAre() throws IOException {
    links = new LinkRules(false, false, true, false, false, false, false, null);
    try (SourceFiles files = begin(new Way(false, false, false, "src/a/b/", ""))) {
      Path file = dir.resolve("src/a/b/file");
      Files.move(file, file.resolveSibling("moved"));
      Files.createSymbolicLink(file, Path.of("moved"));
      int ndx = files.segments().first().ndxStart() + 1;
      FileEntry entry = new FileEntry();
      files.get(ndx, entry);
      assertThat(new String(entry.pathCopy(), ISO_8859_1)).isEqualTo("file");
      assertThatThrownBy(() -> files.open(ndx))
          .isInstanceOfSatisfying(
              PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ELOOP));
    }
  }

  private static boolean isThere(SourceFiles files, int ndx, FileEntry entry) {
    try {
      files.get(ndx, entry);
      return true;
    } catch (RuntimeException gap) {
      // Between the numbers of segments is one that no entry has.
      return false;
    }
  }

  /** The directory itself, still held, may go on being read; the one in its place may not. */
  private static void assertNotSecret(SourceFiles files, int ndx) {
    try (FileHandle file = files.open(ndx)) {
      byte[] content = new byte[16];
      int count = file.readFully(content, 0, content.length);
      assertThat(new String(content, 0, count, ISO_8859_1)).isEqualTo("mine");
    } catch (PosixException e) {
      assertThat(e.errno()).isIn(Errno.ELOOP, Errno.EXDEV, Errno.ENOENT);
    }
  }

  private void flip(Path directory) throws IOException {
    Files.move(directory, directory.resolveSibling(directory.getFileName() + ".moved"));
    Files.createSymbolicLink(directory, dir.resolve("secret"));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void linksThatWereThereFromTheStartAreFollowed(Way way) throws IOException {
    Path real = dir.resolve(way.flipped());
    Files.move(real, real.resolveSibling("real"));
    Files.createSymbolicLink(real, Path.of("real"));
    try (SourceFiles files = begin(way)) {
      while (!files.isComplete()) {
        files.sendOne();
      }
      int read = 0;
      FileEntry entry = new FileEntry();
      int last = files.segments().nextStart();
      for (int ndx = files.segments().first().ndxStart(); ndx < last; ndx++) {
        if (isThere(files, ndx, entry) && FileMode.isRegular(entry.mode)) {
          files.open(ndx).close();
          read++;
        }
      }
      // A link that is itself the argument's name, or found below it, is sent as a link.
      assertThat(read).isLessThanOrEqualTo(1);
      assertThat(log.toString()).doesNotContain("failed");
    }
  }
}
