package org.jrsync.bench.scale.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.Transport;

/**
 * Many clients of one daemon, each on a virtual thread. Started once, by {@link #startAll} or
 * {@link #startWindow}; {@link #finish} ends it in any case, whatever the daemon does.
 */
public final class ClientLoad {

  private static final long POLL_MILLIS = 2;
  private static final long LAST_MOMENT_NANOS = 5_000_000_000L;
  private static final int SLOW_PIECE = 4 * 1024;
  private static final long SLOW_REST_MILLIS = 15;

  private final SampleTree tree;
  private final InetSocketAddress daemon;
  private final String module;
  private final Timeline timeline;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch hold = new CountDownLatch(1);
  private Hold stage = Hold.NOWHERE;
  private int slowEvery;
  private volatile boolean over;

  /**
   * @param port the daemon's, at 127.0.0.1
   * @param module the name of the module that has the tree
   * @param clients how many, 1 or more
   */
  public ClientLoad(SampleTree tree, int port, String module, int clients) {
    this.tree = tree;
    this.daemon = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    this.module = module;
    this.timeline = new Timeline(clients);
  }

  /** Where clients stay idle until {@link #release}. */
  public enum Hold {
    /** They go on. */
    NOWHERE,
    /** When they have been greeted; in the end they leave, without a pull. */
    AFTER_GREETING,
    /** When they have entered the module; in the end they pull. */
    IN_MODULE
  }

  /** Has the clients stay idle at a stage until {@link #release}. */
  public ClientLoad holding(Hold where) {
    stage = where;
    return this;
  }

  /**
   * Every n-th client is slow: it takes 4 KiB at a time and rests 15 ms after each, so that a pull
   * takes 3 to 4 s.
   */
  public ClientLoad slowEvery(int n) {
    slowEvery = n;
    return this;
  }

  /** Whether a client is one of the slow ones. */
  public boolean isSlow(int client) {
    return slowEvery > 0 && client % slowEvery == slowEvery - 1;
  }

  /** What has come of the clients so far. */
  public Timeline timeline() {
    return timeline;
  }

  /** Starts all clients at once. */
  public void startAll() {
    for (int i = 0; i < timeline.clients(); i++) {
      int client = i;
      start(
          client,
          () -> {
            awaitQuietly(gate);
            serve(client);
          });
    }
    gate.countDown();
  }

  /**
   * Starts clients so that always this many are there: as soon as one ends, the next one comes.
   *
   * @param window how many at a time
   */
  public void startWindow(int window) {
    Semaphore places = new Semaphore(window);
    start(
        -1,
        () -> {
          for (int i = 0; i < timeline.clients() && !over; i++) {
            places.acquireUninterruptibly();
            int client = i;
            start(
                client,
                () -> {
                  try {
                    serve(client);
                  } finally {
                    places.release();
                  }
                });
          }
        });
  }

  private static void start(int client, Runnable work) {
    Thread.ofVirtual().name("client " + client).start(work);
  }

  private void serve(int client) {
    timeline.begin(client);
    Outcome ifItFails = Outcome.NOT_GREETED;
    Socket socket = new Socket();
    open.add(socket);
    try (socket) {
      requireTime();
      SourceAddresses.bind(socket, client);
      socket.connect(daemon);
      socket.setTcpNoDelay(true);
      PullClient session = new PullClient(transport(socket, client), tree);
      session.greet();
      timeline.greet(client);
      ifItFails = Outcome.FAILED;
      holdAt(Hold.AFTER_GREETING);
      if (stage != Hold.AFTER_GREETING) {
        session.enter(module);
        holdAt(Hold.IN_MODULE);
        session.ask(module);
        session.pull();
      }
      requireTime();
      timeline.end(client, Outcome.FINISHED, "");
    } catch (RefusedException e) {
      timeline.end(client, Outcome.REFUSED, String.valueOf(e.getMessage()));
    } catch (WrongDataException e) {
      timeline.end(client, Outcome.FAILED, String.valueOf(e.getMessage()));
    } catch (IOException | RsyncException e) {
      timeline.end(client, ifItFails, over ? "its time was over" : e.getMessage() + "");
    } finally {
      open.remove(socket);
    }
  }

  private void holdAt(Hold where) {
    if (stage == where) {
      awaitQuietly(hold);
    }
  }

  private Transport transport(Socket socket, int client) throws IOException {
    Transport transport = StreamTransport.of(socket);
    return isSlow(client) ? new SlowTransport(transport, SLOW_PIECE, SLOW_REST_MILLIS) : transport;
  }

  private void requireTime() throws IOException {
    if (over) {
      throw new IOException("its time was over");
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      // Nobody interrupts clients.
      Thread.currentThread().interrupt();
    }
  }

  /** Lets clients that hold their connections close them. */
  public void release() {
    hold.countDown();
  }

  /**
   * Waits until this many were greeted or have ended without.
   *
   * @param until at the latest, of {@link System#nanoTime}
   */
  public void awaitGreeted(int count, long until) throws InterruptedException {
    await(() -> timeline.greetedOrEnded() >= count, until);
  }

  /** Waits until this many have ended, as {@link #awaitGreeted} does. */
  public void awaitEnded(int count, long until) throws InterruptedException {
    await(() -> timeline.ended() >= count, until);
  }

  /**
   * Waits until for so long no client has been greeted or has ended.
   *
   * @param quietNanos how long
   * @param until at the latest, of {@link System#nanoTime}
   */
  public void awaitQuiet(long quietNanos, long until) throws InterruptedException {
    int before = -1;
    long since = System.nanoTime();
    while (System.nanoTime() - until < 0 && System.nanoTime() - since < quietNanos) {
      int now = timeline.greeted() + timeline.ended();
      if (now != before) {
        before = now;
        since = System.nanoTime();
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static void await(BooleanSupplier done, long until) throws InterruptedException {
    while (!done.getAsBoolean() && System.nanoTime() - until < 0) {
      Thread.sleep(POLL_MILLIS);
    }
  }

  /**
   * Waits for all clients, and cuts off those that are left.
   *
   * @param until when that is, of {@link System#nanoTime}
   */
  public Timeline finish(long until) throws InterruptedException {
    release();
    long moment = stage == Hold.AFTER_GREETING ? System.nanoTime() + LAST_MOMENT_NANOS : until;
    awaitEnded(timeline.clients(), moment - until > 0 ? moment : until);
    over = true;
    if (timeline.ended() < timeline.clients()) {
      timeline.cutShort();
      long lastMoment = System.nanoTime() + LAST_MOMENT_NANOS;
      while (!open.isEmpty() && System.nanoTime() - lastMoment < 0) {
        open.forEach(ClientLoad::close);
        Thread.sleep(POLL_MILLIS);
      }
    }
    return timeline;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Its thread finds out by itself.
      return;
    }
  }
}
