package org.jrsync.interop.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.PlainClient;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.wire.RsyncException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many clients that ask for all the memory there is, of a daemon that has little, are refused one
 * by one; it never runs out, and serves who comes next.
 */
class ExhaustionTest {
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  /** Of each kind of client, at the same time. */
  private static final int CLIENTS = 8;

  /** More than any may send. */
  private static final int MOST = 20_000;

  private static final String LONG_NAME = "x".repeat(3000);

  private final Scratch scratch = new Scratch();

  @AfterEach
  void end() {
    scratch.close();
  }

  private RsyncDaemon start(String model) throws IOException {
    Path small = Jrsync.withHeap(scratch, 48);
    Files.writeString(scratch.folder("served").resolve("file"), "content");
    return RsyncDaemon.startWith(
        small,
        scratch.folder("daemon"),
        "listener = "
            + model
            + "\ntransfer-worker-threads = "
            + (3 * CLIENTS)
            + "\nreverse lookup = no\n"
            + Module.writable("m", scratch.folder("served")).section(ROOT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"threads", "hybrid", "virtual"})
  void whoWantsTooMuchIsRefusedAlone(String model) throws Exception {
    try (RsyncDaemon daemon = start(model)) {
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(start(() -> pushEndlessList(daemon)));
        clients.add(start(() -> sendEndlessRules(daemon)));
        clients.add(start(() -> announceManySums(daemon)));
      }
      for (Thread client : clients) {
        client.join();
      }
      String log = daemon.log();
      assertThat(log)
          .contains("file list memory exceeds the limit of ")
          .contains("memory for filter rules exceeds the limit of ")
          .contains("memory for the sums of a file's blocks exceeds the limit of ")
          .doesNotContain("OutOfMemory", "internal error", "could not be run");
      assertThat(log.split("\\(code 22\\)", -1)).hasSize(3 * CLIENTS + 1);
      assertThat(daemon.greets()).isTrue();
      Path copy = scratch.folder("copy");
      Command.of(Peers.PACKAGED.orSkip().binary(), "-rt", daemon.url("m/"), copy + "/")
          .run()
          .expectSuccess();
      assertThat(copy.resolve("file")).hasContent("content");
    }
  }

  /** What a client does until it is sent away. */
  @FunctionalInterface
  private interface Greed {
    void run() throws IOException;
  }

  private static Thread start(Greed greed) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            greed.run();
          } catch (IOException | RsyncException closed) {
            // Sent away.
          }
        });
  }

  private static void pushEndlessList(RsyncDaemon daemon) throws IOException {
    try (PlainClient client = new PlainClient(daemon, "m")) {
      for (int i = 0; i < MOST; i++) {
        client.entry("file-number-" + i + LONG_NAME, 0100644);
      }
      client.endList();
      client.readUntil("exceeds");
    }
  }

  private static void sendEndlessRules(RsyncDaemon daemon) throws IOException {
    byte[] rule = ("- *" + LONG_NAME).getBytes(ISO_8859_1);
    try (Socket socket = puller(daemon)) {
      DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
      for (int i = 0; i < MOST; i++) {
        out.writeInt(Integer.reverseBytes(rule.length));
        out.write(rule);
      }
      out.writeInt(0);
      out.flush();
      drain(socket);
    }
  }

  /** For the file, sums of so many blocks of a basis as can be announced. */
  private static void announceManySums(RsyncDaemon daemon) throws IOException {
    try (Socket socket = puller(daemon)) {
      DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
      out.writeInt(0);
      out.writeInt(Integer.reverseBytes(1));
      out.writeShort(Short.toUnsignedInt(Short.reverseBytes((short) 0x8000)));
      for (int field : new int[] {2_000_000, 700, 16, 0}) {
        out.writeInt(Integer.reverseBytes(field));
      }
      byte[] sums = new byte[20];
      for (int i = 0; i < 2_000_000; i++) {
        out.write(sums);
      }
      out.flush();
      drain(socket);
    }
  }

  private static Socket puller(RsyncDaemon daemon) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), daemon.port());
    socket.setSoTimeout(20_000);
    socket
        .getOutputStream()
        .write("@RSYNCD: 29.0\nm\n--server\n--sender\n-r\n.\nm/\n\n".getBytes(ISO_8859_1));
    return socket;
  }

  private static void drain(Socket socket) throws IOException {
    byte[] buffer = new byte[8192];
    while (socket.getInputStream().read(buffer) > 0) {
      // Until it is sent away.
    }
  }
}
