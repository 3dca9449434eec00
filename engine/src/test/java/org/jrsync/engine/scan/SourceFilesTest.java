package org.jrsync.engine.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.filter.FilterParser;
import org.jrsync.engine.filter.FilterScope;
import org.jrsync.engine.filter.FilterSide;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.OptionsBuilder;
import org.jrsync.posix.FileHandle;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.checksum.ChecksumType;
import org.jrsync.wire.checksum.Checksums;
import org.jrsync.wire.flist.FileEntry;
import org.jrsync.wire.flist.FileListFormat;
import org.jrsync.wire.flist.ListBudget;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lists we send are, entry for entry, the lists that the real rsync sends of the same
 * arguments.
 */
class SourceFilesTest {

  @TempDir Path dir;

  /** Collects messages and errors. */
  private static final class Log implements ScanLog {
    final ByteArrayOutputStream text = new ByteArrayOutputStream();
    int errors;

    @Override
    public void report(MessageCode code, byte[] message) {
      if (code != MessageCode.LOG) {
        text.writeBytes((code + " ").getBytes(ISO_8859_1));
        text.writeBytes(message);
      }
    }

    @Override
    public void addIoError(int bits) {
      errors |= bits;
    }

    @Override
    public int ioErrors() {
      return errors;
    }

    String lines() {
      return text.toString(ISO_8859_1);
    }
  }

  @BeforeEach
  void makeTree() throws IOException, InterruptedException {
    Path t = Files.createDirectory(dir.resolve("t"));
    Files.createDirectories(t.resolve("a/b/c/d"));
    Files.createDirectories(t.resolve("a/e"));
    Files.createDirectories(t.resolve("z/empty"));
    Files.writeString(t.resolve("file"), "hello");
    Files.writeString(t.resolve("a/one"), "1");
    Files.writeString(t.resolve("a/b/two"), "22");
    Files.writeString(t.resolve("a/b/c/three"), "333");
    Files.writeString(t.resolve("a/b/c/d/skip.o"), "");
    Files.writeString(t.resolve("z/keep"), "k");
    Files.createSymbolicLink(t.resolve("link"), Path.of("a/b"));
    Files.createSymbolicLink(t.resolve("a/dangling"), Path.of("nowhere"));
    Files.createLink(t.resolve("z/hard"), t.resolve("file"));
    Files.createLink(t.resolve("a/hard2"), t.resolve("a/b/two"));
    Files.writeString(t.resolve("odd \u00e4 name"), "");
    new ProcessBuilder("mkfifo", t.resolve("a/fifo").toString()).start().waitFor();
    for (int i = 0; i < 40; i++) {
      Files.writeString(t.resolve("z/n" + i), "n".repeat(i * 100));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static Options options(String letters) {
    OptionsBuilder b = new OptionsBuilder();
    b.recursive = letters.contains("r");
    b.dirs = letters.contains("d");
    b.relative = letters.contains("R");
    b.links = letters.contains("l");
    b.hardLinks = letters.contains("H") ? 1 : 0;
    b.owner = letters.contains("o");
    b.group = letters.contains("g");
    b.devices = letters.contains("D");
    b.specials = letters.contains("D");
    b.perms = letters.contains("p");
    b.times = letters.contains("t");
    b.checksumAlways = letters.contains("c");
    b.oneFileSystem = letters.contains("x") ? 1 : 0;
    b.server = true;
    b.sender = true;
    return b.build();
  }

  private static ScanSettings settings(Options options, FileListFormat format, Log log) {
    return new ScanSettings(
        options,
        format,
        SourceFilesTest::userName,
        id -> null,
        options.checksumAlways
            ? Checksums.forFiles(format.protocol() < 30 ? ChecksumType.MD4 : ChecksumType.MD5)
            : null,
        false,
        new NoAttributes(),
        IntUnaryOperator.identity(),
        ListBudget.unlimited(),
        log);
  }

  private static byte[] userName(int id) {
    return bytes("user" + id);
  }

  private static LocalSources sources(List<String> rules) {
    FilterParser parser = new FilterParser(path -> bytes(""), "test", text -> {});
    rules.forEach(parser::filter);
    FilterList all = parser.build();
    Function<byte[], FilterScope> scope = base -> FilterScope.plain(all, FilterSide.SENDER, base);
    return new LocalSources(
        bytes(System.getProperty("user.dir")),
        scope,
        FilterScope.plain(FilterList.EMPTY, FilterSide.SENDER, new byte[0]),
        tree -> tree);
  }

  private static WireOutput output(OutputStream to, int protocol) {
    WireOutput out = new WireOutput(StreamTransport.of(new ByteArrayInputStream(new byte[0]), to));
    out.setProtocol(protocol);
    return out;
  }

  private List<String> ours(
      FileListFormat format, String letters, List<String> rules, List<String> arguments, Log log) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    WireOutput out = output(bytes, format.protocol());
    try (SourceFiles files =
        new SourceFiles(settings(options(letters), format, log), sources(rules), out)) {
      files.sendFirst(arguments.stream().map(SourceFilesTest::bytes).toList());
      while (!files.isComplete()) {
        files.sendOne();
      }
      out.flush();
    }
    WireInput in =
        new WireInput(
            StreamTransport.of(
                new ByteArrayInputStream(bytes.toByteArray()), OutputStream.nullOutputStream()));
    in.setProtocol(format.protocol());
    return ListLines.receive(in, format);
  }

  private void assertSame(
      int protocol, boolean incremental, String letters, List<String> rules, String... sources)
      throws IOException {
    RealSender.assumePresent();
    List<String> arguments = new ArrayList<>();
    for (String source : sources) {
      arguments.add(source.startsWith("/") ? source : dir + "/" + source);
    }
    List<String> theirs;
    String theirMessages;
    FileListFormat format;
    try (RealSender sender = new RealSender(protocol, incremental, letters, rules, arguments)) {
      format = sender.format;
      assertThat(format.isIncremental()).isEqualTo(incremental);
      theirs = ListLines.receive(sender.in, format);
      sender.finish(theirs.size());
      theirMessages = sender.messages.toString(ISO_8859_1);
    }
    Log log = new Log();
    List<String> ours = ours(format, letters, rules, arguments, log);
    assertThat(comparable(ours)).isEqualTo(comparable(theirs));
    if (protocol >= 30) {
      assertThat(log.lines()).isEqualTo(theirMessages);
    }
  }

  /**
   * Without the size and time of the folders above the test's own, which others change meanwhile.
   */
  private String comparable(List<String> lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      int path = line.indexOf(' ') + 1;
      int size = line.indexOf(" size=");
      boolean shared =
          size > path
              && (dir + "/").startsWith("/" + line.substring(path, line.indexOf(" mode=")) + "/");
      text.append(shared ? line.substring(0, size) + line.substring(line.indexOf(" ids=")) : line);
      text.append('\n');
    }
    return text.toString();
  }

  private void assertSameEverywhere(String letters, List<String> rules, String... sources)
      throws IOException {
    assertSame(29, false, letters, rules, sources);
    assertSame(30, false, letters, rules, sources);
    assertSame(32, false, letters, rules, sources);
    if (letters.contains("r")) {
      assertSame(30, true, letters, rules, sources);
      assertSame(32, true, letters, rules, sources);
    }
  }

  @Test
  void contentOfADirectory() throws IOException {
    assertSameEverywhere("logDtpHr", List.of(), "t/");
    assertSameEverywhere("logDtpr", List.of(), "t/.");
    assertSameEverywhere("r", List.of(), "t/a/..");
  }

  @Test
  void directoriesAndFilesByName() throws IOException {
    assertSameEverywhere("logDtpHr", List.of(), "t");
    assertSameEverywhere("logDtpr", List.of(), "t/file", "t/a", "t/z/", "t/link");
    assertSameEverywhere("r", List.of(), "t/link/");
  }

  @Test
  void checksums() throws IOException {
    assertSameEverywhere("logDtpHrc", List.of(), "t/");
  }

  @Test
  void repeatedDirectories() throws IOException {
    assertSameEverywhere("rlt", List.of(), "t/a", "t/a", "t/z", "t/a");
    assertSameEverywhere("rlt", List.of(), "t/", "t/z/", "t/a/b");
  }

  @Test
  void withoutRecursion() throws IOException {
    assertSameEverywhere("lt", List.of(), "t/", "t/file", "t/a");
    assertSameEverywhere("ltd", List.of(), "t/", "t/file", "t/a");
  }

  @Test
  void relativeArguments() throws IOException {
    assertSameEverywhere("logDtpHrR", List.of(), "./t/a/b", "./t/z/keep");
    assertSameEverywhere("rltR", List.of(), "./t/a/b/", "./t/a/b/c/", "./t/file");
    assertSameEverywhere("rltR", List.of(), "./t/link/c", "./t/a");
    assertSameEverywhere("rltR", List.of(), "t/a/b");
    assertSameEverywhere("rltR", List.of(), "./", "./t/a/b/two", "./t/a/one");
    assertSameEverywhere("ltdR", List.of(), "./t/a/b/", "./t/z");
  }

  @Test
  void exclusions() throws IOException {
    assertSameEverywhere("rlt", List.of("- *.o", "- /a/e/", "+ keep", "- n*"), "t/");
    assertSameEverywhere("rlt", List.of("- b"), "t/a");
    assertSameEverywhere("rlt", List.of("- file"), "t/file", "t/a");
  }

  @Test
  void whatIsMissingOrUnreadable() throws IOException {
    assertSameEverywhere("rlt", List.of(), "t/not-there", "t/file");
    assertSameEverywhere("rlt", List.of(), "no/such/dir", "t/file");
    assertSameEverywhere("rltR", List.of(), "./t/a/not-there", "./t/file");
  }

  @Test
  void unreadableDirectory() throws IOException {
    Path closed = dir.resolve("t/a/e");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    try {
      if (!Files.isReadable(closed)) {
        assertSameEverywhere("rlt", List.of(), "t/");
      }
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void filesAreOpenedByIndex() throws IOException {
    FileListFormat format =
        FileListFormat.protocol(32)
            .incremental(true)
            .varintFlags(true)
            .links(true)
            .relative(true)
            .recursive(true)
            .build();
    Log log = new Log();
    WireOutput out = output(OutputStream.nullOutputStream(), 32);
    ScanSettings settings = settings(options("rlR"), format, log);
    try (SourceFiles files = new SourceFiles(settings, sources(List.of()), out)) {
      files.sendFirst(List.of(bytes(dir + "/./t/a"), bytes(dir + "/./t/z/keep")));
      while (!files.isComplete()) {
        files.sendOne();
      }
      FileEntry entry = new FileEntry();
      int opened = 0;
      for (int s = 0; s < files.segments().size(); s++) {
        var list = files.segments().segment(s);
        for (int i = 0; i < list.count(); i++) {
          files.get(list.ndx(i), entry);
          if (entry.isRegular()) {
            Path path = dir.resolve(new String(entry.pathCopy(), ISO_8859_1));
            assertThat(new String(files.fullPath(list.ndx(i)), ISO_8859_1))
                .isEqualTo(path.toString());
            try (FileHandle file = files.open(list.ndx(i))) {
              byte[] content = new byte[(int) entry.size];
              assertThat(file.readFully(content, 0, content.length)).isEqualTo(content.length);
              assertThat(content).isEqualTo(Files.readAllBytes(path));
              opened++;
            }
          }
        }
      }
      assertThat(opened).isEqualTo(6);
    }
  }
}
