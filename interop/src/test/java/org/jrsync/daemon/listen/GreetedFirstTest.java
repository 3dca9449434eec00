package org.jrsync.daemon.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jrsync.daemon.LocalDaemon;
import org.jrsync.daemon.session.DaemonSession;
import org.jrsync.daemon.session.SessionServices;
import org.jrsync.engine.options.SocketOptions;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that come faster than their threads can be started. */
@Timeout(60)
class GreetedFirstTest {
  private static final int CLIENTS = 200;

  private final AtomicInteger ended = new AtomicInteger();
  private final List<Long> order = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger greetedAtFirstStart = new AtomicInteger();

  private final class Slow implements SessionModel {
    private final ThreadModel threads = new ThreadModel();
    private final LiveSessions sessions;

    Slow(LiveSessions sessions) {
      this.sessions = sessions;
    }

    @Override
    public void start(LiveSession session) {
      greetedAtFirstStart.compareAndSet(0, sessions.active());
      order.add(session.connection().number());
      threads.start(session);
    }

    @Override
    public void close() {}
  }

  @Test
  void allAreGreetedBeforeTheFirstHasAThread() throws Exception {
    List<Socket> clients = new ArrayList<>();
    try (ConfinedTree operator = ConfinedTree.open(new byte[] {'.'}, Policy.OPERATOR);
        ListenSockets sockets = ListenSockets.bind("127.0.0.1", 0, CLIENTS, line -> {})) {
      SessionServices services =
          LocalDaemon.services("reverse lookup = no\n", operator, (writer, line) -> {});
      LiveSessions sessions =
          new LiveSessions(
              connection ->
                  new DaemonSession(
                      services,
                      (peer, request, result) -> ended.incrementAndGet(),
                      connection.number(),
                      connection.address(),
                      new SocketTransport(connection.socket())),
              1,
              () -> false,
              line -> {});
      Slow model = new Slow(sessions);
      for (int i = 0; i < CLIENTS; i++) {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), sockets.port());
        client.setSoTimeout(10_000);
        clients.add(client);
      }
      try (Acceptor acceptor =
          new Acceptor(
              sockets,
              model,
              sessions,
              () -> 0,
              () -> SocketOptions.parse("", line -> {}),
              line -> {})) {
        acceptor.start();
        for (Socket client : clients) {
          InputStream in = client.getInputStream();
          assertThat(in.read()).isEqualTo('@');
          client.close();
        }
      }
      for (int i = 0; i < 1_000 && sessions.active() > 0; i++) {
        Thread.sleep(10);
      }
      assertThat(greetedAtFirstStart).hasValue(CLIENTS);
      assertThat(order).hasSize(CLIENTS).isSorted();
      assertThat(ended).hasValue(CLIENTS);
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }
}
