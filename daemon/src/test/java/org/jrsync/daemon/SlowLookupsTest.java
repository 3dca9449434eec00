package org.jrsync.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jrsync.daemon.access.HostLookup;
import org.jrsync.daemon.access.PooledHostLookup;
import org.jrsync.daemon.host.ThreadStarter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A daemon whose resolver does not answer for some of its clients. */
@ParameterizedClass
@EnumSource
class SlowLookupsTest extends DaemonFixture {

  /** A resolver that does not answer for 127.0.1.0/24, and nobody knows any other. */
  private static final class SilentResolver implements HostLookup {
    private final CountDownLatch release = new CountDownLatch(1);

    @Override
    public String nameOf(InetAddress address) {
      if (address.getAddress()[2] == 1) {
        awaitQuietly(release);
      }
      return address.getAddress()[3] == 1 ? "ordinary.example.org" : UNKNOWN;
    }

    @Override
    public @Nullable List<InetAddress> addressesOf(String name) {
      awaitQuietly(release);
      return null;
    }
  }

  private PooledHostLookup pooled(HostLookup resolver, Duration patience) {
    return new PooledHostLookup(
        resolver, new ThreadStarter()::start, patience, line -> sink.line(0, line.get()));
  }

  private static Socket from(Daemon daemon, int network, int host) throws IOException {
    byte[] address = {127, 0, (byte) network, (byte) host};
    return new Socket(
        InetAddress.getLoopbackAddress(), daemon.port(), InetAddress.getByAddress(address), 0);
  }

  @Test
  void aThousandClientsWithoutNamesDelayNobody() throws Exception {
    SilentResolver resolver = new SilentResolver();
    open.add(resolver.release::countDown);
    Daemon daemon =
        start("[m]\npath = " + dir + "\n", NOTHING, pooled(resolver, Duration.ofMinutes(10)));
    List<Socket> silent = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Socket socket = from(daemon, 1, 1 + i % 250);
      open.add(socket);
      socket.setSoTimeout(30_000);
      say(socket, "@RSYNCD: 31.0\n#list\n");
      silent.add(socket);
    }
    // Nor are they themselves kept from their greeting.
    assertThat(silent.getLast().getInputStream().readNBytes(8)).startsWith('@', 'R');
    for (int i = 0; i < 20; i++) {
      try (Socket socket = from(daemon, 0, 1 + i)) {
        socket.setSoTimeout(5_000);
        say(socket, "@RSYNCD: 31.0\n#list\n");
        assertThat(hear(socket)).endsWith("@RSYNCD: EXIT\n");
      }
    }
    assertThat(log).contains("[1001] connect from ordinary.example.org (127.0.0.1)");
    assertThat(log).noneMatch(line -> line.contains("(127.0.1."));
    resolver.release.countDown();
    for (Socket socket : silent) {
      assertThat(hear(socket)).endsWith("@RSYNCD: EXIT\n");
    }
    assertThat(log.stream().filter(line -> line.startsWith("[7] ")))
        .containsExactly(
            "[7] name lookup failed for 127.0.1.7",
            "[7] connect from UNKNOWN (127.0.1.7)",
            "[7] module-list request from UNKNOWN (127.0.1.7)");
  }

  @Test
  void aRuleWhoseNameTakesTooLongToFindRefuses() throws Exception {
    SilentResolver resolver = new SilentResolver();
    open.add(resolver.release::countDown);
    Daemon daemon =
        start(
            "handshake timeout = 1\n[m]\npath = "
                + dir
                + "\nhosts deny = silent.example.org\n[open]\npath = "
                + dir
                + "\n",
            NOTHING,
            pooled(resolver, Duration.ofMillis(1_500)));
    try (Socket socket = from(daemon, 0, 1)) {
      say(socket, "@RSYNCD: 31.0\nm\n");
      assertThat(hear(socket))
          .endsWith("@ERROR: access denied to m from ordinary.example.org (127.0.0.1)\n");
    }
    // What the daemon's own look-ups take does not count against the client.
    try (Socket socket = from(daemon, 1, 1)) {
      say(socket, "@RSYNCD: 31.0\nopen\n--server\0.\0open/\0\0");
      assertThat(hear(socket)).endsWith("@RSYNCD: OK\n");
    }
    assertThat(log.stream().filter(line -> line.startsWith("[2] ")))
        .startsWith(
            "[2] name lookup timed out for 127.0.1.1",
            "[2] connect from UNKNOWN (127.0.1.1)",
            "[2] rsync allowed access on module open from UNKNOWN (127.0.1.1)");
  }

  @Test
  void stoppingDoesNotWaitForTheResolver() throws Exception {
    SilentResolver resolver = new SilentResolver();
    open.add(resolver.release::countDown);
    Daemon daemon =
        start("[m]\npath = " + dir + "\n", NOTHING, pooled(resolver, Duration.ofSeconds(60)));
    Socket socket = from(daemon, 1, 1);
    open.add(socket);
    assertThat(socket.getInputStream().read()).isEqualTo('@');
    long begun = System.nanoTime();
    daemon.stop(Duration.ofSeconds(30));
    assertThat(System.nanoTime() - begun).isLessThan(1_000_000_000L);
    assertThat(daemon.sessions().active()).isZero();
  }
}
