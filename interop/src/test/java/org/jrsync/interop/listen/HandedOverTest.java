package org.jrsync.interop.listen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.process.Command;
import org.jrsync.posix.ExitStatus;
import org.jrsync.posix.ListeningSocket;
import org.jrsync.posix.OpenSockets;
import org.jrsync.posix.Signals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sockets that listen before the daemon starts, through the launcher. */
class HandedOverTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final String MODULE = "reverse lookup = no\n[m]\npath = /\n";

  /** Two sockets become descriptors 3 and 4. */
  private static final String PLACE =
      "exec 3<&0 4<&1 </dev/null >&2; export LISTEN_PID=$$ LISTEN_FDS=";

  private static final String START = "; exec \"$@\"";

  private final Scratch scratch = new Scratch();
  private final List<ListeningSocket> sockets = new ArrayList<>();

  @AfterEach
  void end() {
    sockets.forEach(ListeningSocket::close);
    scratch.close();
  }

  private ListeningSocket socket() {
    ListeningSocket socket = ListeningSocket.bind(new InetSocketAddress(LOOPBACK, 0), 16);
    sockets.add(socket);
    return socket;
  }

  private static int busyPort(ListeningSocket socket) {
    return socket.local().getPort();
  }

  @Test
  void systemdsAreListenedAtInPlaceOfTheConfiguredOnes() throws Exception {
    ListeningSocket first = socket();
    ListeningSocket second = OpenSockets.dualStack();
    sockets.add(second);
    // A port that is in use would be an error if it were bound.
    String config = "address = 127.0.0.1\nport = " + busyPort(socket()) + "\n" + MODULE;
    // Not even --detach has it leave: the sockets are this process's.
    try (StartedDaemon daemon =
        new StartedDaemon(scratch, PLACE + 2 + START, List.of(first, second), config)) {
      daemon.awaitLog(
          "sockets were handed over, listening at 127.0.0.1:"
              + first.local().getPort()
              + ", [::]:"
              + second.local().getPort());
      assertThat(StartedDaemon.list(first)).endsWith("@RSYNCD: EXIT\n");
      assertThat(StartedDaemon.list(InetAddress.ofLiteral("::1"), second.local().getPort()))
          .endsWith("@RSYNCD: EXIT\n");
      assertThat(StartedDaemon.list(LOOPBACK, second.local().getPort()))
          .endsWith("@RSYNCD: EXIT\n");
      // The last came mapped into IPv6.
      assertThat(daemon.logged().lines().filter(line -> line.contains("connect from")))
          .satisfiesExactly(
              line -> assertThat(line).endsWith("connect from UNDETERMINED (127.0.0.1)"),
              line -> assertThat(line).endsWith("connect from UNDETERMINED (::1)"),
              line -> assertThat(line).endsWith("connect from UNDETERMINED (127.0.0.1)"));
      daemon.signal(Signals.TERM);
      assertThat(daemon.awaitExit()).isEqualTo(new ExitStatus(0, 0));
    }
  }

  @Test
  void theOneAtTheTlsPortIsForTls() throws Exception {
    ListeningSocket plain = socket();
    ListeningSocket secure = socket();
    Path both = scratch.path().resolve("both.pem");
    Command.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=localhost",
            "-keyout",
            both.toString(),
            "-out",
            scratch.path().resolve("certificate.pem").toString())
        .run()
        .expectSuccess();
    Files.writeString(both, Files.readString(scratch.path().resolve("certificate.pem")), APPEND);
    String config = "tls port = " + busyPort(secure) + "\ntls certificate = " + both + "\n";
    try (StartedDaemon daemon =
        new StartedDaemon(scratch, PLACE + 2 + START, List.of(plain, secure), config + MODULE)) {
      daemon.awaitLog("listening for TLS on port " + busyPort(secure));
      assertThat(StartedDaemon.list(plain)).endsWith("@RSYNCD: EXIT\n");
      assertThat(StartedDaemon.list(secure)).doesNotContain("RSYNCD");
      daemon.awaitLog("TLS handshake with 127.0.0.1 failed: ");
      daemon.signal(Signals.TERM);
      assertThat(daemon.awaitExit()).isEqualTo(new ExitStatus(0, 0));
    }
  }

  @Test
  void theOneOnTheStandardInputIsTakenAndLeftWhenTheDaemonStops() throws Exception {
    ListeningSocket socket = socket();
    String port = "port = " + busyPort(socket()) + "\n";
    // As inetd has it, the same socket is all three.
    try (StartedDaemon daemon =
        new StartedDaemon(
            scratch, "exec >&0 2>&0; exec \"$@\"", List.of(socket), port + MODULE, "--no-detach")) {
      daemon.awaitLog("listening at 127.0.0.1:" + socket.local().getPort());
      assertThat(StartedDaemon.list(socket)).endsWith("@RSYNCD: EXIT\n");
      try (Socket busy = new Socket(LOOPBACK, socket.local().getPort())) {
        assertThat(busy.getInputStream().read()).isEqualTo('@');
        daemon.signal(Signals.TERM);
        assertThat(daemon.awaitExit()).isEqualTo(new ExitStatus(0, 0));
      }
    }
  }

  @Test
  void thoseOfAnotherProcessAreNotTouchedNorPassedOn() throws Exception {
    ListeningSocket free = socket();
    int port = free.local().getPort();
    free.close();
    Path pidFile = scratch.path().resolve("pid");
    try (StartedDaemon daemon =
        new StartedDaemon(
            scratch,
            PLACE + "1 LISTEN_FDNAMES=x LISTEN_PID=1" + START,
            List.of(socket()),
            "address = 127.0.0.1\nport = " + port + "\npid file = " + pidFile + "\n" + MODULE)) {
      // It has gone to the background, which is another process.
      assertThat(daemon.awaitExit()).isEqualTo(new ExitStatus(0, 0));
      int pid = Integer.parseInt(Files.readString(pidFile).strip());
      try {
        assertThat(pid).isNotEqualTo(daemon.pid());
        assertThat(StartedDaemon.list(LOOPBACK, port)).endsWith("@RSYNCD: EXIT\n");
        assertThat(Files.readString(Path.of("/proc/" + pid + "/environ"), ISO_8859_1))
            .contains("PATH=")
            .doesNotContain("LISTEN_");
      } finally {
        Signals.send(pid, Signals.TERM);
        for (int i = 0; i < 500 && Files.exists(pidFile); i++) {
          Thread.sleep(20);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "abc,        LISTEN_FDS=abc: not a number above 0",
    "0,          LISTEN_FDS=0: not a number above 0",
    "-1,         LISTEN_FDS=-1: not a number above 0",
    "2147483647, LISTEN_FDS=2147483647: not a number above 0",
    "9999999999, LISTEN_FDS=9999999999: not a number above 0",
    "1000000,    LISTEN_FDS=1000000: descriptor 4 is no socket that listens for internet"
        + " connections",
    "2,          LISTEN_FDS=2: descriptor 4 is no socket that listens for internet connections",
    "1 LISTEN_PID=me, LISTEN_PID=me: not a number above 0",
  })
  void whatMakesNoSenseIsAnError(String count, String message) throws Exception {
    try (StartedDaemon daemon =
        new StartedDaemon(scratch, PLACE + count + START, List.of(socket()), MODULE)) {
      assertThat(daemon.awaitExit()).isEqualTo(new ExitStatus(10, 0));
      assertThat(daemon.err())
          .isEqualTo(
              message
                  + "\nrsync error: error in socket IO (code 10) at jrsync(0) [Receiver="
                  + org.jrsync.engine.Version.TEXT
                  + "]\n");
      assertThat(daemon.logged().lines())
          .satisfiesExactly(
              line -> assertThat(line).endsWith("] " + message),
              line -> assertThat(line).contains("] rsync error: error in socket IO (code 10)"));
    }
  }
}
