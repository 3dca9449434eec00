package org.jrsync.daemon.listen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jrsync.daemon.LocalDaemon;
import org.jrsync.daemon.session.DaemonSession;
import org.jrsync.daemon.session.SessionServices;
import org.jrsync.engine.options.SocketOptions;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Policy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of clients that no thread can be had for. */
@Timeout(60)
class RefusedClientsTest {
  private static final String REASON =
      "@ERROR: the daemon cannot serve more clients now -- try again later";

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final ListenSockets sockets = ListenSockets.bind("127.0.0.1", 0, 300, line -> {});
  private final ConfinedTree operator = ConfinedTree.open(new byte[] {'.'}, Policy.OPERATOR);
  private final SessionServices services =
      LocalDaemon.services("reverse lookup = no\n", operator, (writer, line) -> log.add(line));
  private final LiveSessions sessions =
      new LiveSessions(
          connection ->
              new DaemonSession(
                  services,
                  (peer, request, result) -> {},
                  connection.number(),
                  connection.address(),
                  new SocketTransport(connection.socket())),
          1,
          () -> false,
          log::add);
  private final Refusing model = new Refusing();
  private final Acceptor acceptor =
      new Acceptor(
          sockets, model, sessions, () -> 0, () -> SocketOptions.parse("", log::add), log::add);
  private final List<Socket> clients = new ArrayList<>();

  /** Has no thread for anybody, and starts a session all the same, as a virtual thread may be. */
  private static final class Refusing implements SessionModel {
    private boolean startsFirst;

    @Override
    public void start(LiveSession session) {
      if (startsFirst) {
        assertThat(session.handshake()).isFalse();
      }
      Thread.ofVirtual()
          .start(() -> {
            sleep();
            assertThat(session.handshake()).isFalse();
            session.close();
          });
      throw new SessionRefusedException(new OutOfMemoryError("threads"));
    }

    private static void sleep() {
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void end() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    acceptor.close();
    operator.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), sockets.port());
    socket.setSoTimeout(10_000);
    clients.add(socket);
    return socket;
  }

  @Test
  void rsyncShowsTheReason() {
    acceptor.start();
    for (int i = 0; i < 3; i++) {
      Result result =
          Command.of(Peers.NEWEST.orSkip().binary(), "rsync://127.0.0.1:" + sockets.port() + "/m/")
              .run()
              .expect(5);
      assertThat(result.err())
          .startsWith(REASON + "\nrsync error: error starting client-server protocol (code 5)");
    }
    assertThat(log)
        .contains("no thread for a session of 127.0.0.1: java.lang.OutOfMemoryError: threads");
    assertThat(sessions.active()).isZero();
  }

  @Test
  void whoOnlyWaitsHoldsUpNobodyAndIsLetGo() throws Exception {
    acceptor.start();
    for (int i = 0; i < 150; i++) {
      connect();
    }
    // The first have been cut off for the last, after they were told all the same.
    for (Socket client : clients) {
      assertThat(new String(client.getInputStream().readAllBytes(), ISO_8859_1))
          .matches("@RSYNCD: 33\\.0 .*\n" + REASON + "\n");
    }
    assertThat(sessions.active()).isZero();
    Socket last = clients.getLast();
    long begun = System.nanoTime();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                last.getOutputStream().write('x');
                Thread.sleep(10);
              }
            })
        .isInstanceOf(IOException.class);
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)).isLessThan(5_000);
  }

  @Test
  void whomAThreadServesAllTheSameIsLeftToIt() throws Exception {
    model.startsFirst = true;
    acceptor.start();
    Socket client = connect();
    client.getOutputStream().write("@RSYNCD: 31.0\nnone\n".getBytes(ISO_8859_1));
    assertThat(new String(client.getInputStream().readAllBytes(), ISO_8859_1))
        .matches("@RSYNCD: 33\\.0 .*\n@ERROR: Unknown module 'none'\n");
    assertThat(log).noneMatch(line -> line.contains("no thread"));
  }

  @Test
  void stoppingLetsGoOfThem() throws Exception {
    acceptor.start();
    Socket client = connect();
    assertThat(client.getInputStream().readAllBytes()).isNotEmpty();
    acceptor.close();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 20; i++) {
                client.getOutputStream().write('x');
                Thread.sleep(10);
              }
            })
        .isInstanceOf(IOException.class);
  }
}
