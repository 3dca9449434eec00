package org.jrsync.daemon.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.posix.ListeningSocket;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.junit.jupiter.api.Test;

/** Which addresses a daemon listens at, and what it says of those that it cannot. */
class ListenSocketsTest {
  private final List<String> problems = new ArrayList<>();

  private ListenSockets bind(String addresses, int port) {
    return ListenSockets.bind(addresses, port, 16, problems::add);
  }

  /** At a port that is free for all of them, which the system knows of the first alone. */
  private ListenSockets bindAll(String addresses) {
    for (int attempt = 0; ; attempt++) {
      problems.clear();
      ListenSockets sockets = bind(addresses, 0);
      if (problems.isEmpty() || attempt == 4) {
        return sockets;
      }
      sockets.close();
    }
  }

  private static ListeningSocket taken(String address) {
    return ListeningSocket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0), 1);
  }

  @Test
  void bothFamiliesHaveSocketsOfTheirOwnAtOnePort() throws Exception {
    try (ListenSockets sockets = bindAll("")) {
      assertThat(sockets.shown())
          .containsExactly("0.0.0.0:" + sockets.port(), "[::]:" + sockets.port());
      for (String address : new String[] {"127.0.0.1", "::1"}) {
        new Socket(InetAddress.ofLiteral(address), sockets.port()).close();
      }
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void aNumberThatIsNoPortCannotBeBound() {
    for (int port : new int[] {-3, 65536}) {
      assertThatThrownBy(() -> bind("127.0.0.1", port))
          .hasMessage("unable to bind any inbound sockets on port " + port)
          .isInstanceOfSatisfying(
              RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.SOCKET_IO));
    }
  }

  @Test
  void severalAddressesMayBeNamed() {
    try (ListenSockets sockets = bindAll("127.0.0.1, 127.0.0.2\t::1")) {
      int port = sockets.port();
      assertThat(sockets.shown())
          .containsExactly("127.0.0.1:" + port, "127.0.0.2:" + port, "[::1]:" + port);
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void oneThatCannotBeHadIsAWarning() {
    try (ListenSockets sockets = bind("192.0.2.1,127.0.0.1", 0)) {
      assertThat(sockets.shown()).containsExactly("127.0.0.1:" + sockets.port());
    }
    assertThat(problems)
        .containsExactly("bind: Cannot assign requested address (address 192.0.2.1, port 0)");
  }

  @Test
  void soIsAFamilyThatCannotBeHad() {
    try (ListeningSocket other = taken("0.0.0.0")) {
      int port = other.local().getPort();
      try (ListenSockets sockets = bind("", port)) {
        assertThat(sockets.shown()).containsExactly("[::]:" + port);
      }
      assertThat(problems)
          .containsExactly("bind: Address already in use (address 0.0.0.0, port " + port + ")");
    }
  }

  @Test
  void noneIsAnError() {
    try (ListeningSocket other = taken("127.0.0.1")) {
      int port = other.local().getPort();
      assertThatThrownBy(() -> bind("127.0.0.1 192.0.2.1", port))
          .isInstanceOfSatisfying(
              RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.SOCKET_IO))
          .hasMessage("unable to bind any inbound sockets on port " + port);
      assertThat(problems).hasSize(2);
    }
  }

  @Test
  void aBacklogIsWarnedOfWhereTheSystemCutsIt() {
    assertThat(ListenSockets.backlogWarning(4096, 4096)).isNull();
    assertThat(ListenSockets.backlogWarning(5, 128)).isNull();
    assertThat(ListenSockets.backlogWarning(4096, 128))
        .isEqualTo("listen backlog (4096) is cut to 128 by net.core.somaxconn");
  }
}
