package org.jrsync.interop.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a daemon for one connection: keeps what passes, and can hold one
 * direction back from a given byte on, which makes moments inside a session long enough to act in.
 */
public final class Proxy implements AutoCloseable {
  private static final int QUIET_MILLIS = 400;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ServerSocket listener;
  private final int serverPort;
  private final Thread session;
  private final List<Recording.Part> order = Collections.synchronizedList(new ArrayList<>());
  private final Direction fromClient = new Direction(true, order);
  private final Direction fromServer = new Direction(false, order);
  private volatile @Nullable Socket client;
  private volatile @Nullable Socket server;

  /** Listens on a free port of 127.0.0.1 for one client of the daemon at the given port. */
  public Proxy(int serverPort) {
    this.serverPort = serverPort;
    try {
      listener = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    session = Thread.ofVirtual().start(this::serve);
  }

  public int port() {
    return listener.getLocalPort();
  }

  public Direction fromClient() {
    return fromClient;
  }

  public Direction fromServer() {
    return fromServer;
  }

  /**
   * Waits until nothing has passed in either direction for a while: everyone waits for a held byte.
   */
  public void awaitQuiet() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    long seen = -1;
    while (System.nanoTime() < end) {
      long now = fromClient.count() + fromServer.count();
      if (now == seen && now > 0) {
        return;
      }
      seen = now;
      try {
        Thread.sleep(QUIET_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    throw new AssertionError("the session does not come to rest");
  }

  /**
   * All that passed, once both sides have closed.
   *
   * @param protocol the version that both speak
   * @param names how many lists of names they negotiate
   */
  public Recording recording(int protocol, int names) {
    try {
      if (!session.join(LIMIT)) {
        throw new AssertionError("the session does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return new Recording(fromClient.bytes(), fromServer.bytes(), order, protocol, names);
  }

  /** Ends both connections at once, as a network that breaks does. */
  public void cut() {
    close(client);
    close(server);
  }

  @Override
  public void close() {
    cut();
    fromClient.release();
    fromServer.release();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve() {
    try (Socket accepted = listener.accept();
        Socket connected = new Socket()) {
      connected.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
      accepted.setTcpNoDelay(true);
      connected.setTcpNoDelay(true);
      client = accepted;
      server = connected;
      Thread up = Thread.ofVirtual().start(() -> fromClient.pump(accepted, connected));
      fromServer.pump(connected, accepted);
      up.join();
    } catch (IOException e) {
      // The test closed the proxy, or one side broke: each side sees it by itself.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(@Nullable Socket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One direction of the session. */
  public static final class Direction {
    private final boolean client;
    private final List<Recording.Part> order;
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile long holdAt = Long.MAX_VALUE;

    private Direction(boolean client, List<Recording.Part> order) {
      this.client = client;
      this.order = order;
    }

    /** Passes this many bytes and keeps the rest back until {@link #release}. */
    public void holdAfter(long count) {
      holdAt = count;
    }

    public void release() {
      holdAt = Long.MAX_VALUE;
      released.countDown();
    }

    /** Bytes that passed. */
    public long count() {
      synchronized (seen) {
        return seen.size();
      }
    }

    private byte[] bytes() {
      synchronized (seen) {
        return seen.toByteArray();
      }
    }

    private void pump(Socket from, Socket to) {
      byte[] buffer = new byte[16_384];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n; (n = in.read(buffer)) > 0; ) {
          int done = 0;
          while (done < n) {
            long room = holdAt - count();
            if (room <= 0) {
              released.await();
              continue;
            }
            int part = (int) Math.min(room, n - done);
            synchronized (seen) {
              seen.write(buffer, done, part);
            }
            order.add(new Recording.Part(client, part));
            out.write(buffer, done, part);
            done += part;
          }
        }
        to.shutdownOutput();
      } catch (IOException e) {
        // One side ended; the other sees its connection close.
        try {
          to.close();
        } catch (IOException alreadyGone) {
          // Closed twice.
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
