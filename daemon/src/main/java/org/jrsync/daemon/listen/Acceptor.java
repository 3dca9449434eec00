package org.jrsync.daemon.listen;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jrsync.daemon.access.AddressText;
import org.jrsync.daemon.log.RareLine;
import org.jrsync.posix.ListeningSocket;
import org.jrsync.posix.ListeningSockets;
import org.jrsync.posix.SocketHandle;
import org.jrsync.posix.SocketSetting;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections, all on one thread, and hands each to the {@link SessionModel}. Nothing that
 * goes wrong with one connection, nor with accepting itself, ends the loop: only {@link #close}
 * does.
 */
public final class Acceptor implements AutoCloseable {

  private static final long LONGEST_PAUSE_MILLIS = 1_000;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  /** Connections accepted from one socket before the others have their turn. */
  private static final int AT_ONCE = 256;

  private final ListenSockets sockets;
  private final ListeningSockets waiting;
  private final SessionModel model;
  private final LiveSessions sessions;
  private final IntSupplier maxSessions;
  private final Supplier<SocketOptions> options;
  private final Consumer<String> log;
  private final RareLine failureLine = new RareLine(TimeUnit.SECONDS.toNanos(1));
  private final Farewells farewells = new Farewells();
  private final RareLine fullLine = new RareLine(TimeUnit.SECONDS.toNanos(1));

  /** Connections accepted so far, by the one thread that does. */
  private long accepted;

  private @Nullable Thread thread;
  private volatile boolean closed;

  /**
   * @param sessions counts those that run
   * @param maxSessions how many may, 0 for any number; beyond it connections wait in the system
   * @param options for each accepted socket, as configured when it comes
   * @param log the daemon's log
   */
  public Acceptor(
      ListenSockets sockets,
      SessionModel model,
      LiveSessions sessions,
      IntSupplier maxSessions,
      Supplier<SocketOptions> options,
      Consumer<String> log) {
    this.sockets = sockets;
    this.waiting = new ListeningSockets(sockets.sockets());
    this.model = model;
    this.sessions = sessions;
    this.maxSessions = maxSessions;
    this.options = options;
    this.log = log;
  }

  /** Begins to accept. */
  public void start() {
    Thread started = Thread.ofPlatform().name("accept").unstarted(this::acceptAll);
    thread = started;
    started.start();
  }

  private void acceptAll() {
    long pause = 0;
    try {
      while (!closed) {
        try {
          if (pause > 0) {
            Thread.sleep(pause);
          }
          waiting.await(farewells.tend());
          for (ListeningSocket socket : sockets.sockets()) {
            acceptFrom(socket);
          }
          pause = 0;
        } catch (InterruptedException e) {
          pause = 0;
        } catch (Throwable e) {
          // Out of descriptors or memory: waiting lets sessions end and give some back.
          pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2 + 10);
          tell(e);
        }
      }
    } finally {
      farewells.close();
      waiting.close();
      sockets.close();
    }
  }

  /** Without memory, not even the line can be made: accepting goes on all the same. */
  private void tell(Throwable failure) {
    try {
      sessions.counters().acceptFailed();
      failureLine.tell(log, () -> "accept failed: " + failure.getMessage());
    } catch (Throwable e) {
      return;
    }
  }

  private void acceptFrom(ListeningSocket listening) throws InterruptedException {
    for (int i = 0; i < AT_ONCE && !closed; i++) {
      awaitRoom();
      SocketHandle socket = listening.accept();
      if (socket == null) {
        return;
      }
      begin(socket);
    }
  }

  private void awaitRoom() throws InterruptedException {
    while (!closed) {
      int max = maxSessions.getAsInt();
      if (max <= 0 || sessions.active() < max) {
        return;
      }
      // A client waits here, or one that was just accepted was the last there is room for.
      if (waiting.anyNow()) {
        fullLine.tell(
            log,
            () ->
                "max sessions ("
                    + max
                    + ") reached: "
                    + sessions.active()
                    + " active; further clients wait");
      }
      farewells.tend();
      sessions.awaitBelow(max, LOOK_AGAIN);
    }
  }

  private void begin(SocketHandle socket) {
    InetSocketAddress peer = socket.peer();
    if (peer == null) {
      socket.close();
      return;
    }
    LiveSession session = null;
    boolean taken = false;
    try {
      socket.set(SocketSetting.KEEP_ALIVE, 1);
      socket.set(SocketSetting.NO_DELAY, 1);
      options.get().apply(socket, log);
      session = sessions.add(new Connection(++accepted, peer.getAddress(), socket));
      model.start(session);
      taken = true;
    } catch (SessionRefusedException e) {
      taken = true;
      if (session == null || session.leaveWithoutThread()) {
        failureLine.tell(
            log,
            () ->
                "no thread for a session of "
                    + AddressText.of(peer.getAddress())
                    + ": "
                    + e.reason());
        farewells.add(socket);
      }
    } finally {
      if (!taken) {
        socket.close();
        if (session != null) {
          session.close();
        }
      }
    }
  }

  /** Stops accepting; connections that were accepted go on. */
  @Override
  public void close() {
    closed = true;
    waiting.wake();
    Thread running = thread;
    if (running == null) {
      waiting.close();
      sockets.close();
      return;
    }
    running.interrupt();
    boolean interrupted = false;
    while (true) {
      try {
        running.join(1_000);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
