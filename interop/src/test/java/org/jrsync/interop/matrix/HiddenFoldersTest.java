package org.jrsync.interop.matrix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.FileEntry;
import org.jrsync.wire.flist.FileListEncoder;
import org.jrsync.wire.flist.FileListFormat;
import org.jrsync.wire.flist.IdNames;
import org.jrsync.wire.flist.ListBudget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a module excludes stays as it is, whatever a client asks for. */
class HiddenFoldersTest {
  private final Scratch scratch = new Scratch();
  private final Path source = scratch.folder("source");
  private final Path served = scratch.folder("served");
  private RsyncDaemon daemon;

  @BeforeEach
  void serve() throws IOException {
    Files.createDirectories(served.resolve("a/private"));
    Files.createDirectories(served.resolve("hidden/sub"));
    Files.writeString(served.resolve("a/private/x"), "hidden\n");
    Files.writeString(served.resolve("hidden/keep"), "kept\n");
    Files.writeString(source.resolve("x"), "shown\n");
    Module module = Module.writable("m", served, "exclude = /a/private/ hidden");
    daemon = RsyncDaemon.start(Jrsync.binary(), scratch.folder("daemon"), List.of(module));
  }

  @AfterEach
  void end() {
    daemon.close();
    scratch.close();
  }

  private Command push(String... words) {
    return Command.of(Peers.NEWEST.orSkip().binary(), words).in(source);
  }

  @Test
  void partialFilesOfAHiddenFolderAreNotUsedUp() throws IOException {
    push("-a", "--partial-dir=private", "x", daemon.url("m/a/")).run().expectSuccess();
    assertThat(served.resolve("a/x")).hasContent("shown\n");
    assertThat(served.resolve("a/private/x")).hasContent("hidden\n");
  }

  @Test
  void partialFilesBelowAHiddenFolderAreNotUsedUp() throws IOException {
    Files.writeString(served.resolve("hidden/sub/x"), "hidden\n");
    push("-a", "--partial-dir=hidden/sub", "x", daemon.url("m/")).run().expectSuccess();
    assertThat(served.resolve("x")).hasContent("shown\n");
    assertThat(served.resolve("hidden/sub/x")).hasContent("hidden\n");
  }

  @Test
  void nothingIsDeletedInAHiddenFolder() throws IOException {
    Files.createDirectories(source.resolve("hidden"));
    for (String when : List.of("--delete-before", "--delete-during", "--delete-after")) {
      push("-a", "--no-inc-recursive", when, "./", daemon.url("m/")).run().expect(23);
      assertThat(served.resolve("hidden/keep")).as(when).exists();
    }
  }

  /** No real client sends an entry below a hidden folder without the folder. */
  @Test
  void entriesBelowAHiddenFolderAreRefused() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), daemon.port())) {
      socket.setSoTimeout(5000);
      InputStream in = socket.getInputStream();
      line(in);
      WireOutput out = new WireOutput(StreamTransport.of(in, socket.getOutputStream()));
      out.write("@RSYNCD: 29.0\nm\n".getBytes(ISO_8859_1));
      out.flush();
      while (!line(in).equals("@RSYNCD: OK")) {
        // The message of the day.
      }
      out.write("--server\n-rtR\n--no-implied-dirs\n.\nm/\n\n".getBytes(ISO_8859_1));
      out.setProtocol(29);
      FileListFormat format = FileListFormat.protocol(29).relative(true).recursive(true).build();
      FileListEncoder list =
          new FileListEncoder(
              out,
              format,
              new IdNames(id -> null),
              new IdNames(id -> null),
              ListBudget.unlimited());
      list.write(entry("hidden/made", 040755), 0, 0);
      list.write(entry("hidden/x", 0100644), 1, 0);
      list.writeEnd(0);
      list.writeTrailer(0);
      out.flush();
      assertThat(readUntil(in, "hidden/made\""))
          .contains("daemon refused to receive directory \"hidden/made\"")
          .contains("daemon refused to receive file \"hidden/x\"");
    }
    assertThat(served.resolve("hidden/made")).doesNotExist();
  }

  private static FileEntry entry(String path, int mode) {
    FileEntry entry = new FileEntry();
    entry.setPath(path.getBytes(ISO_8859_1));
    entry.mode = mode;
    entry.mtime = 1_000_000_000;
    return entry;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b;
    while ((b = in.read()) >= 0 && b != '\n') {
      line.write(b);
    }
    return line.toString(ISO_8859_1);
  }

  private static String readUntil(InputStream in, String text) throws IOException {
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    try {
      int b;
      while (!seen.toString(ISO_8859_1).contains(text) && (b = in.read()) >= 0) {
        seen.write(b);
      }
    } catch (SocketTimeoutException e) {
      // The test looks at what has come.
    }
    return seen.toString(ISO_8859_1);
  }
}
