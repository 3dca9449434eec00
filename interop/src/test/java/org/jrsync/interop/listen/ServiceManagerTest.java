package org.jrsync.interop.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.posix.DatagramReceiver;
import org.jrsync.posix.ExitStatus;
import org.jrsync.posix.MonotonicClock;
import org.jrsync.posix.Signals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What systemd is told of a service with {@code Type=notify}. */
class ServiceManagerTest {
  private static final int SOON = 60_000;
  private static final String MODULE = "address = 127.0.0.1\n[m]\npath = /\n";

  private final Scratch scratch = new Scratch();

  @AfterEach
  void end() {
    scratch.close();
  }

  private StartedDaemon start(String socket, int port, String config) {
    return new StartedDaemon(
        scratch,
        "export NOTIFY_SOCKET='" + socket + "'; exec \"$@\"",
        List.of(),
        "port = " + port + "\n" + config,
        "--no-detach");
  }

  private static int freePort() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"path", "abstract"})
  void learnsOfTheStartOfReloadsAndOfTheEnd(String kind) throws Exception {
    String address =
        kind.equals("path") ? scratch.path() + "/notify" : "@" + scratch.path() + "/notify";
    int port = freePort();
    try (DatagramReceiver manager = new DatagramReceiver(address);
        StartedDaemon daemon = start(address, port, MODULE)) {
      assertThat(manager.next(SOON)).isEqualTo("READY=1");
      // It listens when it says so.
      assertThat(StartedDaemon.list(InetAddress.getLoopbackAddress(), port))
          .endsWith("m              \t\n@RSYNCD: EXIT\n");
      scratch.file("rsyncd.conf", "[other]\npath = /\n");
      long before = MonotonicClock.micros();
      daemon.signal(Signals.HUP);
      String reloading = String.valueOf(manager.next(SOON));
      assertThat(reloading).startsWith("RELOADING=1\nMONOTONIC_USEC=");
      assertThat(Long.parseLong(reloading.substring(reloading.lastIndexOf('=') + 1)))
          .isBetween(before, MonotonicClock.micros());
      assertThat(manager.next(SOON)).isEqualTo("READY=1");
      assertThat(StartedDaemon.list(InetAddress.getLoopbackAddress(), port))
          .endsWith("other          \t\n@RSYNCD: EXIT\n");
      daemon.signal(Signals.TERM);
      assertThat(manager.next(SOON)).isEqualTo("STOPPING=1");
      assertThat(daemon.awaitExit()).isEqualTo(new ExitStatus(0, 0));
      assertThat(manager.next(0)).isNull();
    }
  }

  @Test
  void aDaemonThatCannotListenIsNotReady() throws Exception {
    String address = scratch.path() + "/notify";
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DatagramReceiver manager = new DatagramReceiver(address);
        StartedDaemon daemon = start(address, busy.getLocalPort(), MODULE)) {
      assertThat(daemon.awaitExit()).isEqualTo(new ExitStatus(10, 0));
      assertThat(daemon.logged())
          .contains("unable to bind any inbound sockets on port " + busy.getLocalPort());
      assertThat(manager.next(0)).isNull();
    }
  }

  @Test
  void oneThatCannotBeToldIsALineOfTheLog() throws Exception {
    int port = freePort();
    try (StartedDaemon daemon = start("vsock:2:1", port, MODULE)) {
      daemon.awaitLog(
          "the service manager could not be told READY=1: connect: Invalid argument"
              + " (NOTIFY_SOCKET=vsock:2:1)");
      assertThat(StartedDaemon.list(InetAddress.getLoopbackAddress(), port))
          .endsWith("@RSYNCD: EXIT\n");
    }
  }
}
