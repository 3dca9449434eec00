package org.jrsync.wire.flist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.MessageListener;
import org.jrsync.wire.Protocol;
import org.jrsync.wire.Role;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists that a real rsync sends of a real tree, decoded and compared with the tree. */
class RecordedListTest {

  private static final int COMPAT_INCREMENTAL = 1;
  private static final int COMPAT_SAFE_LIST = 1 << 3;
  private static final int COMPAT_VARINT = 1 << 7;
  private static final int COMPAT_ID0 = 1 << 8;

  private static void makeTree(Path root) throws IOException, InterruptedException {
    Files.createDirectories(root.resolve("deep/er/still"));
    Files.createDirectory(root.resolve("empty"));
    Files.writeString(root.resolve("a file"), "hello");
    Files.writeString(root.resolve("deep/er/x"), "x".repeat(70_000));
    Files.writeString(root.resolve("deep/er/still/" + "long".repeat(60)), "");
    Files.createSymbolicLink(root.resolve("link"), Path.of("deep/er/x"));
    Files.createSymbolicLink(root.resolve("dangling"), Path.of("/no/where/" + "n".repeat(300)));
    Files.createLink(root.resolve("deep/hard"), root.resolve("a file"));
    Files.createLink(root.resolve("zz"), root.resolve("a file"));
    Files.createLink(root.resolve("deep/er/still/hard"), root.resolve("deep/er/x"));
    Files.setLastModifiedTime(
        root.resolve("deep/er/x"), FileTime.from(Instant.ofEpochSecond(2_000_000_000L, 5)));
    Files.setLastModifiedTime(root.resolve("empty"), FileTime.from(Instant.ofEpochSecond(0)));
    new ProcessBuilder("mkfifo", root.resolve("deep/fifo").toString()).start().waitFor();
    for (int i = 0; i < 50; i++) {
      Files.writeString(root.resolve("deep/many" + i), "m".repeat(i));
    }
  }

  /** A server that complains makes the test fail. */
  private static final class FailOnMessage implements MessageListener {
    @Override
    public void text(MessageCode code, byte[] text) {
      throw new AssertionError(new String(text, ISO_8859_1));
    }

    @Override
    public void ioError(int flags) {
      throw new AssertionError("I/O error " + flags);
    }
  }

  /** One server process, up to the point where the list begins. */
  private static final class Server implements AutoCloseable {
    final Process process;
    final WireInput in;
    final FileListFormat format;

    Server(Path root, int protocol, boolean incremental, boolean checksums, boolean numeric)
        throws IOException {
      String info = (incremental ? "e.i" : "e.") + "Lsfx" + (protocol >= 31 ? "CIvu" : "");
      List<String> command = new ArrayList<>(List.of("rsync", "--server", "--sender"));
      command.add("-logDtpHr" + (checksums ? "c" : "") + info);
      if (numeric) {
        command.add("--numeric-ids");
      }
      command.addAll(List.of(".", root + "/"));
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      StreamTransport transport =
          StreamTransport.of(process.getInputStream(), process.getOutputStream());
      in = new WireInput(transport);
      WireOutput out = new WireOutput(transport);
      out.writeInt(protocol);
      out.flush();
      assertThat(in.readInt()).isGreaterThanOrEqualTo(protocol);
      in.setProtocol(protocol);
      out.setProtocol(protocol);
      int compat = 0;
      if (protocol >= 30) {
        compat = in.readVarint();
        if ((compat & COMPAT_VARINT) != 0) {
          out.writeVstring(Entries.name("md5"));
          out.flush();
          in.readVstring(256, ExitCode.UNSUPPORTED);
        }
      }
      int seed = in.readInt();
      assertThat(seed).isNotZero();
      in.startMultiplexing(new FailOnMessage(), false);
      if (protocol >= 30) {
        out.startMultiplexing();
      }
      out.writeInt(0);
      out.flush();
      format =
          FileListFormat.protocol(protocol)
              .incremental((compat & COMPAT_INCREMENTAL) != 0)
              .safeErrors((compat & COMPAT_SAFE_LIST) != 0)
              .varintFlags((compat & COMPAT_VARINT) != 0)
              .idZeroNames((compat & COMPAT_ID0) != 0)
              .users(true)
              .groups(true)
              .numericIds(numeric)
              .links(true)
              .devices(true)
              .specials(true)
              .hardLinks(true)
              .recursive(true)
              .checksumLength(checksums ? 16 : 0)
              .build();
      assertThat(format.isIncremental()).isEqualTo(incremental);
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  private static Map<String, FileEntry> receive(Server server) {
    ListBudget budget = ListBudget.unlimited();
    FileListSegments segments = new FileListSegments(server.format, budget);
    FileListDecoder decoder =
        new FileListDecoder(
            server.in, server.format, IdMap.identity(), IdMap.identity(), EntryPolicy.NONE, budget);
    FileListReader reader = new FileListReader(server.format, decoder, segments);
    reader.readFirst();
    if (server.format.isIncremental()) {
      int ndx = server.in.readNdx();
      while (ndx != Protocol.NDX_FLIST_EOF) {
        reader.readSegment(reader.directoryIndex(ndx, Role.RECEIVER));
        ndx = server.in.readNdx();
      }
    }
    assertThat(reader.ioErrors()).isZero();
    Map<String, FileEntry> entries = new TreeMap<>();
    for (int s = 0; s < segments.size(); s++) {
      FileList list = segments.segment(s);
      for (int i = 0; i < list.count(); i++) {
        FileEntry entry = new FileEntry();
        list.get(i, entry);
        assertThat(entries.put(new String(entry.pathCopy(), ISO_8859_1), entry)).isNull();
        assertThat(segments.require(list.ndx(i), "test", "test")).isSameAs(list);
      }
    }
    segments.release();
    decoder.release();
    assertThat(budget.entries()).isZero();
    assertThat(budget.bytes()).isZero();
    return entries;
  }

  private static <T> T at(Map<String, T> map, String key) {
    return Objects.requireNonNull(map.get(key), key);
  }

  private static Map<String, Map<String, Object>> onDisk(Path root) throws IOException {
    Map<String, Map<String, Object>> files = new TreeMap<>();
    try (var walk = Files.walk(root)) {
      for (Path path : walk.toList()) {
        String name = path.equals(root) ? "." : root.relativize(path).toString();
        files.put(name, Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS));
      }
    }
    return files;
  }

  @ParameterizedTest
  @CsvSource({
    "28, false, false, false",
    "28, false, true, false",
    "29, false, true, true",
    "30, false, false, false",
    "30, true, true, false",
    "31, false, true, false",
    "31, true, false, true",
    "32, true, true, false",
    "32, false, false, true",
  })
  void decodesToTheTree(
      int protocol, boolean incremental, boolean checksums, boolean numeric, @TempDir Path dir)
      throws Exception {
    RealRsync.assumePresent();
    Path root = Files.createDirectory(dir.resolve("root"));
    makeTree(root);
    Map<String, FileEntry> got;
    try (Server server = new Server(root, protocol, incremental, checksums, numeric)) {
      got = receive(server);
    }
    Map<String, Map<String, Object>> disk = onDisk(root);
    assertThat(got.keySet()).isEqualTo(disk.keySet());
    Map<Object, Integer> groups = new HashMap<>();
    for (Map.Entry<String, Map<String, Object>> file : disk.entrySet()) {
      String name = file.getKey();
      FileEntry entry = at(got, name);
      assertSameFile(name, entry, file.getValue(), protocol, root);
      if (entry.has(EntryFlags.HARD_LINKED)) {
        Object inode = file.getValue().get("ino");
        Integer known = groups.putIfAbsent(inode, entry.hardLinkGroup);
        assertThat(known == null || known == entry.hardLinkGroup).as(name).isTrue();
      }
      assertThat(entry.has(EntryFlags.HARD_LINKED))
          .as(name)
          .isEqualTo((int) at(file.getValue(), "nlink") > 1 && !entry.isDirectory());
    }
    assertThat(groups).hasSize(2);
    assertThat(at(got, ".").has(EntryFlags.TOP_DIR | EntryFlags.CONTENT_DIR)).isTrue();
    assertThat(at(got, "deep/er").has(EntryFlags.CONTENT_DIR)).isTrue();
  }

  private static void assertSameFile(
      String name, FileEntry entry, Map<String, Object> file, int protocol, Path root)
      throws Exception {
    assertThat(entry.mode).as(name).isEqualTo(file.get("mode"));
    assertThat(entry.uid).as(name).isEqualTo(file.get("uid"));
    assertThat(entry.gid).as(name).isEqualTo(file.get("gid"));
    Instant time = ((FileTime) at(file, "lastModifiedTime")).toInstant();
    assertThat(entry.mtime).as(name).isEqualTo(time.getEpochSecond());
    assertThat(entry.mtimeNanos).as(name).isEqualTo(protocol >= 31 ? time.getNano() : 0);
    if (!entry.isSpecial()) {
      assertThat(entry.size).as(name).isEqualTo(file.get("size"));
    }
    if (entry.isSymlink()) {
      String target = Files.readSymbolicLink(root.resolve(name)).toString();
      assertThat(new String(entry.linkCopy(), ISO_8859_1)).isEqualTo(target);
    }
  }

  @Test
  void checksumsAreOfTheContent(@TempDir Path dir) throws Exception {
    RealRsync.assumePresent();
    Path root = Files.createDirectory(dir.resolve("root"));
    Files.writeString(root.resolve("f"), "hello");
    try (Server server = new Server(root, 31, false, true, false)) {
      FileEntry entry = at(receive(server), "f");
      byte[] expected =
          java.security.MessageDigest.getInstance("MD5").digest(Entries.name("hello"));
      assertThat(java.util.Arrays.copyOf(entry.checksum, 16)).isEqualTo(expected);
    }
  }
}
