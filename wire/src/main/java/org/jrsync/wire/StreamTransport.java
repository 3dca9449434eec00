package org.jrsync.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A {@link Transport} over a pair of streams, such as a socket's or a child process's. */
public final class StreamTransport implements Transport {
  /**
   * Sets how long the input stream's reads wait before they throw {@link SocketTimeoutException}; 0
   * is for ever.
   */
  @FunctionalInterface
  public interface TimeoutSetter {
    void set(int millis) throws IOException;
  }

  /** An action that may fail with an {@link IOException}. */
  @FunctionalInterface
  public interface Action {
    void run() throws IOException;
  }

  private final InputStream in;
  private final OutputStream out;
  private final TimeoutSetter timeout;
  private final Action shutdownOutput;
  private final Action close;
  private int setMillis = -1;
  private volatile boolean closed;

  /**
   * @param timeout how to bound the reads of {@code in}; its calls come from the reading thread
   * @param shutdownOutput run once by {@link #shutdownOutput}, after a flush
   * @param close run by {@link #close}; must be idempotent
   */
  public StreamTransport(
      InputStream in,
      OutputStream out,
      TimeoutSetter timeout,
      Action shutdownOutput,
      Action close) {
    this.in = in;
    this.out = out;
    this.timeout = timeout;
    this.shutdownOutput = shutdownOutput;
    this.close = close;
  }

  /**
   * Streams whose reads cannot be bounded: the wait is then always for ever, except that {@link
   * #NO_WAIT} asks {@link InputStream#available}. Closing closes both streams.
   */
  public static StreamTransport of(InputStream in, OutputStream out) {
    return new StreamTransport(
        in,
        out,
        millis -> {},
        out::close,
        () -> {
          try (in) {
            out.close();
          }
        });
  }

  /** A connected socket. */
  public static StreamTransport of(Socket socket) throws IOException {
    return new StreamTransport(
        socket.getInputStream(),
        socket.getOutputStream(),
        socket::setSoTimeout,
        socket::shutdownOutput,
        socket::close);
  }

  @Override
  public int read(byte[] buffer, int offset, int length, long idleMillis) throws IOException {
    int wanted;
    if (idleMillis == NO_WAIT) {
      // The end of the stream counts as nothing there: the next waiting read tells it.
      if (in.available() <= 0) {
        return 0;
      }
      wanted = setMillis < 0 ? 0 : setMillis;
    } else {
      wanted = (int) Math.min(idleMillis, Integer.MAX_VALUE);
    }
    if (wanted != setMillis) {
      timeout.set(wanted);
      setMillis = wanted;
    }
    try {
      return in.read(buffer, offset, length);
    } catch (SocketTimeoutException e) {
      return 0;
    }
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    out.write(buffer, offset, length);
    out.flush();
  }

  @Override
  public void shutdownOutput() throws IOException {
    shutdownOutput.run();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    close.run();
  }

  @Override
  public boolean isClosed() {
    return closed;
  }
}
