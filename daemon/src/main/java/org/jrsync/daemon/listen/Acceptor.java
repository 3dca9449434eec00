package org.jrsync.daemon.listen;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jrsync.daemon.log.RareLine;
import org.jrsync.engine.options.SocketOptions;
import org.jrsync.posix.AddressText;
import org.jrsync.posix.ListeningSocket;
import org.jrsync.posix.ListeningSockets;
import org.jrsync.posix.SocketHandle;
import org.jrsync.posix.SocketSetting;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections and greets the clients, all on one thread, and hands each to the {@link
 * SessionModel}. Greeting comes first: while clients come faster than threads start, they wait for
 * their thread with the greeting in hand, which costs no more than a descriptor. Nothing that goes
 * wrong with one connection, nor with accepting itself, ends the loop: only {@link #close} does.
 */
public final class Acceptor implements AutoCloseable {

  private static final long LONGEST_PAUSE_MILLIS = 1_000;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  /** Connections accepted from one socket before the others have their turn. */
  private static final int AT_ONCE = 256;

  /** Sessions started before it is looked whether somebody new waits to be greeted. */
  private static final int STARTED_AT_ONCE = 16;

  private final ListenSockets sockets;
  private final ListeningSockets waiting;
  private final SessionModel model;
  private final LiveSessions sessions;
  private final IntSupplier maxSessions;
  private final Supplier<SocketOptions> options;
  private final Consumer<String> log;
  private final RareLine failureLine = new RareLine(TimeUnit.SECONDS.toNanos(1));
  private final Farewells farewells = new Farewells();

  /** Those that were greeted and have not been started; {@code max sessions} bounds them. */
  private final Deque<LiveSession> greeted = new ArrayDeque<>();

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
          int patience = farewells.tend();
          waiting.await(greeted.isEmpty() ? patience : 0);
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
        // Who was greeted goes on, whether or not others can be accepted.
        startGuarded(pause == 0 ? STARTED_AT_ONCE : greeted.size());
      }
    } finally {
      startTheRest();
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
      greet(socket, sockets.speaksTls(listening));
    }
  }

  private void awaitRoom() throws InterruptedException {
    while (!closed) {
      int max = maxSessions.getAsInt();
      if (max <= 0 || sessions.active() < max) {
        return;
      }
      start(Integer.MAX_VALUE);
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

  private void greet(SocketHandle socket, boolean tls) {
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
      options.get().apply(socket::set, log);
      session = sessions.add(new Connection(++accepted, peer.getAddress(), socket, tls));
      if (session.greet()) {
        greeted.addLast(session);
      }
      taken = true;
    } finally {
      if (!taken) {
        socket.close();
        if (session != null) {
          session.close();
        }
      }
    }
  }

  private void startGuarded(int most) {
    try {
      start(most);
    } catch (Throwable e) {
      tell(e);
    }
  }

  /** Starts the sessions that have waited longest, so many at most. */
  private void start(int most) {
    for (int i = 0; i < most; i++) {
      LiveSession session = greeted.pollFirst();
      if (session == null) {
        return;
      }
      start(session);
    }
  }

  private void start(LiveSession session) {
    boolean taken = false;
    try {
      model.start(session);
      taken = true;
    } catch (SessionRefusedException e) {
      taken = true;
      if (session.leaveWithoutThread()) {
        failureLine.tell(
            log,
            () ->
                "no thread for a session of " + AddressText.of(session.host()) + ": " + e.reason());
        if (session.isGreeted()) {
          farewells.add(session.connection().socket());
        } else {
          session.connection().socket().close();
        }
      }
    } finally {
      if (!taken) {
        session.close();
      }
    }
  }

  /** Nobody who was greeted is forgotten, whatever goes wrong with another. */
  private void startTheRest() {
    while (!greeted.isEmpty()) {
      startGuarded(1);
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
