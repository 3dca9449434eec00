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
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Plays one side of a recorded session against a live other side. */
public final class Player {
  private static final int LIMIT_MILLIS = 30_000;
  private static final int PATIENCE_MILLIS = 60;

  private Player() {}

  /**
   * Plays the client's bytes to the daemon at a port as fast as it takes them.
   *
   * @return what it answered until it closed the connection, which it must do within half a minute
   */
  public static byte[] toServer(int port, byte[] bytes) {
    return toServer(port, bytes, List.of());
  }

  /**
   * As {@link #toServer(int, byte[])}, waiting for the answers that the recorded client had before
   * each part.
   */
  public static byte[] toServer(int port, byte[] bytes, List<Recording.Part> order) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return converse(socket, bytes, order, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] converse(
      Socket socket, byte[] bytes, List<Recording.Part> order, boolean client) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(LIMIT_MILLIS);
    AtomicLong received = new AtomicLong();
    Thread writer = Thread.ofVirtual().start(() -> write(socket, bytes, order, client, received));
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    InputStream in = socket.getInputStream();
    try {
      for (int n; (n = in.read(buffer)) > 0; ) {
        answer.write(buffer, 0, n);
        received.addAndGet(n);
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the other side keeps the connection open", e);
    } catch (IOException e) {
      // A reset, because it closed with bytes of ours unread: ended all the same.
    }
    try {
      socket.close();
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answer.toByteArray();
  }

  private static void write(
      Socket socket,
      byte[] bytes,
      List<Recording.Part> order,
      boolean client,
      AtomicLong received) {
    try {
      OutputStream out = socket.getOutputStream();
      int done = 0;
      long wanted = 0;
      for (Recording.Part part : order) {
        if (part.client() != client) {
          wanted += part.length();
        } else {
          await(received, wanted);
          int length = Math.min(part.length(), bytes.length - done);
          out.write(bytes, done, length);
          done += length;
        }
      }
      out.write(bytes, done, bytes.length - done);
      // A real server whose work is done waits for the client to close; a broken one is gone.
      if (client || order.isEmpty()) {
        socket.shutdownOutput();
      }
    } catch (IOException e) {
      // The other side had enough and closed.
    }
  }

  /**
   * Waits until so many bytes came, or none come any more: the live side may say the same in fewer
   * bytes.
   */
  private static void await(AtomicLong received, long wanted) {
    long seen = -1;
    try {
      while (received.get() < wanted && received.get() != seen) {
        seen = received.get();
        Thread.sleep(PATIENCE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A server for one client that plays the recorded server's bytes. */
  public static final class FakeServer implements AutoCloseable {
    private final ServerSocket listener;

    /** Listens on a free port of 127.0.0.1; an empty order plays without waiting for the client. */
    public FakeServer(byte[] bytes, List<Recording.Part> order) {
      try {
        listener = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Thread.ofVirtual()
          .start(() -> {
            try (Socket socket = listener.accept()) {
              converse(socket, bytes, order, false);
            } catch (IOException e) {
              // Closed before a client came.
            }
          });
    }

    public int port() {
      return listener.getLocalPort();
    }

    @Override
    public void close() {
      try {
        listener.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
