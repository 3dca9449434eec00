package org.jrsync.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jrsync.daemon.ServedModules.Ended;
import org.jrsync.daemon.config.ListenerModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients behind a proxy that says who they are, in each model. */
@ParameterizedClass
@EnumSource
class ProxiedClientsTest {

  private static final String PROXIED = "proxy protocol = yes\nproxy protocol hosts = 127.0.0.1\n";

  @Parameter ListenerModel model = ListenerModel.THREADS;

  @TempDir Path dir;

  private static byte[] header(String address) {
    return ("PROXY TCP4 " + address + " 127.0.0.1 1234 873\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] binaryHeader() {
    return HexFormat.of()
        .parseHex("0d0a0d0a000d0a515549540a" + "2111000c" + "cb007109" + "7f000001" + "04d20369");
  }

  /** Takes one connection and passes it on, with a header before it. */
  private static int proxy(byte[] header, int port) throws IOException {
    ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try (listening;
              Socket client = listening.accept();
              Socket daemon = new Socket(InetAddress.getLoopbackAddress(), port)) {
            daemon.getOutputStream().write(header);
            Thread up = Thread.ofPlatform().daemon().start(() -> copy(client, daemon));
            copy(daemon, client);
            up.join();
          } catch (IOException | InterruptedException e) {
            // Either side has gone.
            return;
          }
        });
    return listening.getLocalPort();
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // As above.
      return;
    }
  }

  @Test
  void aClientIsWhoTheProxySays() throws Exception {
    assumeTrue(ServedModules.hasClient(), "no rsync is installed");
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path tree = Files.createDirectory(dir.resolve("tree"));
    Files.writeString(tree.resolve("file"), "text");
    Path told = dir.resolve("told");
    String own = ServedModules.root() ? "uid = 0\ngid = 0\n" : "";
    try (ServedModules served =
        new ServedModules(
            model,
            PROXIED
                + own
                + "[m]\npath = "
                + tree
                + "\nhosts allow = 203.0.113.9\npre-xfer exec = echo $RSYNC_HOST_ADDR >"
                + told
                + "\n")) {
      int good = proxy(binaryHeader(), served.port());
      assertThat(served.run("-r", "rsync://127.0.0.1:" + good + "/m/", dir + "/copy/"))
          .isEqualTo(new Ended(0, ""));
      assertThat(dir.resolve("copy/file")).hasContent("text");
      assertThat(told).hasContent("203.0.113.9\n");

      int other = proxy(header("203.0.113.10"), served.port());
      assertThat(served.run("-r", "rsync://127.0.0.1:" + other + "/m/", dir + "/x/").output())
          .contains("@ERROR: access denied to m from UNDETERMINED (203.0.113.10)");
      assertThat(served.log())
          .contains(
              "rsync on m/ from UNDETERMINED (203.0.113.9)",
              "rsync denied on module m from UNDETERMINED (203.0.113.10)");
    }
  }

  private static String answer(Socket socket, String said) throws IOException {
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
    socket.shutdownOutput();
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void clientsAreCountedByTheirOwnAddresses() throws Exception {
    List<Socket> open = new ArrayList<>();
    try (ServedModules served =
        new ServedModules(
            model, "max connections per host = 2\n" + PROXIED + "[m]\npath = " + dir + "\n")) {
      for (String address : List.of("192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.2")) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port());
        open.add(socket);
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(header(address));
        assertThat(socket.getInputStream().readNBytes(8)).asString().isEqualTo("@RSYNCD:");
      }
      try (Socket third = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
        third.getOutputStream().write(header("192.0.2.1"));
        assertThat(answer(third, "@RSYNCD: 31.0\n#list\n"))
            .endsWith("@ERROR: max connections (2) reached -- try again later\n");
      }
      assertThat(served.log()).contains("max connections per host (2) reached: 3 of 192.0.2.1");
      try (Socket other = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
        other.getOutputStream().write(header("192.0.2.3"));
        assertThat(answer(other, "@RSYNCD: 31.0\n#list\n")).endsWith("@RSYNCD: EXIT\n");
      }
      // Whoever leaves makes room for its own host.
      open.removeFirst().close();
      String said = "";
      for (int i = 0; i < 100 && !said.endsWith("EXIT\n"); i++) {
        try (Socket again = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
          again.getOutputStream().write(header("192.0.2.1"));
          said = answer(again, "@RSYNCD: 31.0\n#list\n");
        }
        Thread.sleep(20);
      }
      assertThat(said).endsWith("@RSYNCD: EXIT\n");
    } finally {
      for (Socket each : open) {
        each.close();
      }
    }
  }

  @Test
  void whoIsNoProxyIsCutOff() throws Exception {
    try (ServedModules served =
            new ServedModules(
                model,
                "proxy protocol = yes\nproxy protocol hosts = 192.0.2.1\n[m]\npath = "
                    + dir
                    + "\n");
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
      socket.setSoTimeout(10_000);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThat(served.log())
          .containsExactly("proxy protocol rejected from untrusted peer UNDETERMINED (127.0.0.1)");
    }
  }
}
