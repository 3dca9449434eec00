package org.jrsync.interop.fairness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients of a daemon that stay until they are told to go. */
final class Crowd implements AutoCloseable {
  private static final long TICK_MILLIS = 200;

  private final List<Socket> sockets = new ArrayList<>();
  private final List<Thread> readers = new ArrayList<>();
  private final int port;
  private final AtomicInteger served = new AtomicInteger();
  private volatile boolean hurry;

  Crowd(int port) {
    this.port = port;
  }

  /** Clients that ask for files and read nothing. */
  Crowd thatReadNothing(int count, PullRequest request) {
    for (int i = 0; i < count; i++) {
      connect(request);
    }
    return this;
  }

  /** Clients that read so many bytes a second. */
  Crowd thatReadSlowly(int count, PullRequest request, int bytesPerSecond) {
    int piece = (int) (bytesPerSecond * TICK_MILLIS / 1_000);
    for (int i = 0; i < count; i++) {
      Socket socket = connect(request);
      readers.add(Thread.ofVirtual().start(() -> readSlowly(socket, request, piece)));
    }
    return this;
  }

  private Socket connect(PullRequest request) {
    try {
      Socket socket = request.send(port, 4096);
      sockets.add(socket);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Slow clients read as fast as they can from now on. */
  void hurry() {
    hurry = true;
  }

  private void readSlowly(Socket socket, PullRequest request, int piece) {
    byte[] buffer = new byte[piece];
    long taken = 0;
    try {
      InputStream in = socket.getInputStream();
      for (int n; (n = in.read(buffer)) > 0; ) {
        taken += n;
        if (!hurry) {
          Thread.sleep(TICK_MILLIS);
        }
      }
    } catch (IOException e) {
      // Sent away, or told to go.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (taken >= request.content()) {
      served.incrementAndGet();
    }
  }

  /** How many of those that read have had all files. */
  int served() {
    return served.get();
  }

  /** Lets all of them go. */
  @Override
  public void close() {
    try {
      for (Socket socket : sockets) {
        socket.close();
      }
      for (Thread reader : readers) {
        reader.join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
