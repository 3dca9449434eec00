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
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** Plays one side of a recorded session over a socket against a live other side. */
final class Player {
  private static final int LIMIT_MILLIS = 30_000;

  private Player() {}

  /**
   * Plays a client to the daemon at a port.
   *
   * @return what it answered until it closed the connection, which it must do within half a minute
   */
  static byte[] toServer(int port, Script script) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return converse(socket, script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] converse(Socket socket, Script script) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(LIMIT_MILLIS);
    Turns turns = new Turns(script);
    Thread writer = Thread.ofVirtual().start(() -> write(socket, script, turns));
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    InputStream in = socket.getInputStream();
    try {
      for (int n; (n = in.read(buffer)) > 0; ) {
        answer.write(buffer, 0, n);
        turns.heard(buffer, 0, n);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the other side keeps the connection open", e);
    } catch (IOException e) {
      // A reset, because it closed with bytes of ours unread: ended all the same.
    }
    try {
      turns.end();
      socket.close();
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answer.toByteArray();
  }

  private static void write(Socket socket, Script script, Turns turns) {
    try {
      OutputStream out = socket.getOutputStream();
      for (Script.Step step : script.steps()) {
        turns.await(step);
        out.write(step.bytes());
      }
      if (script.after() == Script.End.CLOSE) {
        socket.shutdownOutput();
      }
    } catch (IOException e) {
      // The other side had enough and closed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A server for one client that plays the recorded server's side. */
  static final class FakeServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Thread thread;
    private volatile @Nullable Socket client;

    /** Listens on a free port of 127.0.0.1. */
    FakeServer(Script script) {
      try {
        listener = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      thread = Thread.ofVirtual().start(() -> serve(script));
    }

    private void serve(Script script) {
      try (Socket socket = listener.accept()) {
        client = socket;
        converse(socket, script);
      } catch (IOException e) {
        // Closed before a client came.
      }
    }

    int port() {
      return listener.getLocalPort();
    }

    @Override
    public void close() {
      try {
        listener.close();
        Socket open = client;
        if (open != null) {
          open.close();
        }
        thread.join();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
