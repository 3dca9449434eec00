package org.jrsync.daemon.listen;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jrsync.wire.StreamTransport;

/**
 * Accepts connections and hands each to the {@link SessionModel}. Nothing that goes wrong with one
 * connection, nor with accepting itself, ends the loop: only {@link #close} does.
 */
public final class Acceptor implements AutoCloseable {

  private static final long LONGEST_PAUSE_MILLIS = 1_000;
  private static final byte[] NO_THREAD =
      "@ERROR: the daemon cannot serve more clients now -- try again later\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final ListenSockets sockets;
  private final SessionModel model;
  private final Supplier<SocketOptions> options;
  private final Consumer<String> log;
  private final AtomicLong sessions = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  /**
   * @param options for each accepted socket, as configured when it comes
   * @param log the daemon's log
   */
  public Acceptor(
      ListenSockets sockets,
      SessionModel model,
      Supplier<SocketOptions> options,
      Consumer<String> log) {
    this.sockets = sockets;
    this.model = model;
    this.options = options;
    this.log = log;
  }

  /** Begins to accept, on a thread for each socket. */
  public void start() {
    for (ServerSocket socket : sockets.sockets()) {
      threads.add(
          Thread.ofPlatform()
              .name("accept " + socket.getLocalSocketAddress())
              .start(() -> acceptAll(socket)));
    }
  }

  private void acceptAll(ServerSocket listening) {
    long pause = 0;
    while (!closed) {
      try {
        if (pause > 0) {
          Thread.sleep(pause);
        }
        begin(listening.accept());
        pause = 0;
      } catch (InterruptedException e) {
        pause = 0;
      } catch (Throwable e) {
        if (closed || listening.isClosed()) {
          return;
        }
        // Out of descriptors or memory: waiting lets sessions end and give some back.
        pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2 + 10);
        tell(e);
      }
    }
  }

  private void tell(Throwable failure) {
    try {
      log.accept("accept failed: " + failure.getMessage());
    } catch (RuntimeException | Error e) {
      // As with a full disk or no memory: accepting goes on all the same.
      return;
    }
  }

  private void begin(Socket socket) {
    boolean handedOver = false;
    try {
      socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      options.get().apply(socket);
      Connection connection =
          new Connection(
              sessions.incrementAndGet(), socket.getInetAddress(), StreamTransport.of(socket));
      model.start(connection);
      handedOver = true;
    } catch (SessionRefusedException e) {
      log.accept("no thread for a session of " + socket.getInetAddress().getHostAddress());
      tell(socket, NO_THREAD);
    } catch (IOException | RuntimeException e) {
      log.accept("connection lost before its session began: " + e.getMessage());
    } finally {
      if (!handedOver) {
        closeQuietly(socket);
      }
    }
  }

  private static void tell(Socket socket, byte[] line) {
    try {
      socket.getOutputStream().write(line);
      socket.shutdownOutput();
    } catch (IOException e) {
      // The client has gone by itself.
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  /** Closes the listening sockets; connections that were accepted go on. */
  @Override
  public void close() {
    closed = true;
    sockets.close();
    for (Thread thread : threads) {
      thread.interrupt();
    }
  }
}
