package org.jrsync.daemon.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jrsync.wire.Protocol;
import org.jrsync.wire.Transport;
import org.jrsync.wire.tls.TlsTransport;
import org.jspecify.annotations.Nullable;

/**
 * The connection as the handshake uses it: lines, with one deadline for all of them together. Texts
 * are bytes (ISO-8859-1). What was read beyond the handshake is the first that the transfer reads,
 * which uses this object as its {@link Transport} from then on.
 */
final class HandshakeChannel implements Transport {

  /** Lines are short. */
  private static final int BUFFER = 256;

  private static final int LINE = 128;
  private static final byte[] NONE = {};

  private final @Nullable Supplier<SSLEngine> engines;
  private Transport connection;
  private @Nullable TlsTransport secured;

  /** Made when the client says something: thousands may wait and say nothing. */
  private byte[] buffer = NONE;

  private int next;
  private int end;
  private byte[] line = NONE;
  private long begun;
  private long deadline;
  private long suspended;
  private boolean limited;
  private boolean timed;
  private boolean ended;

  /**
   * @param engines for TLS, which is spoken from {@link #secure} on; null where it is not
   */
  HandshakeChannel(Transport connection, @Nullable Supplier<SSLEngine> engines) {
    this.connection = connection;
    this.engines = engines;
  }

  /** Whether {@link #secure} has to come before anything is said. */
  boolean expectsTls() {
    return engines != null && secured == null;
  }

  /** What was agreed on by {@link #secure}; null where TLS is not spoken. */
  @Nullable SSLSession tlsSession() {
    TlsTransport tls = secured;
    return tls == null ? null : tls.session();
  }

  /**
   * Shakes hands by TLS, within the same deadline.
   *
   * @throws SSLException when that cannot be
   */
  void secure() throws IOException {
    Supplier<SSLEngine> source = engines;
    if (source == null) {
      throw new IllegalStateException("there is no TLS here");
    }
    byte[] first = Arrays.copyOfRange(buffer, next, end);
    dropBuffer();
    long wait = FOR_EVER;
    if (timed) {
      wait = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (wait <= 0) {
        throw new HandshakeTimeoutException();
      }
    }
    TlsTransport tls = new TlsTransport(connection, engine(source), first);
    try {
      tls.handshake(wait);
    } catch (SocketTimeoutException e) {
      throw new HandshakeTimeoutException();
    }
    secured = tls;
    connection = tls;
  }

  private static SSLEngine engine(Supplier<SSLEngine> source) throws IOException {
    try {
      return source.get();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void dropBuffer() {
    buffer = NONE;
    next = 0;
    end = 0;
  }

  /**
   * From now on, all reads together may take this many seconds, however the bytes trickle.
   *
   * @param seconds 0 for no limit
   */
  void allow(int seconds) {
    begun = System.nanoTime();
    limited = seconds > 0;
    timed = limited;
    deadline = begun + TimeUnit.SECONDS.toNanos(seconds);
  }

  /** The same may take no longer than so many seconds, counted from their beginning. */
  void shorten(int seconds) {
    long earlier = begun + TimeUnit.SECONDS.toNanos(seconds);
    if (!limited || earlier - deadline < 0) {
      deadline = earlier;
      limited = true;
      timed = true;
    }
  }

  /** The daemon's own work begins, whose time does not count, until {@link #resume}. */
  void suspendDeadline() {
    suspended = System.nanoTime();
    timed = false;
  }

  /** It is the client's turn again. */
  void resume() {
    long own = System.nanoTime() - suspended;
    begun += own;
    deadline += own;
    timed = limited;
  }

  /**
   * Reads up to a line feed; carriage returns are dropped.
   *
   * @param limit bytes, with the line feed, that the line may have
   * @return the line, or null when the stream ends, a NUL comes or the line is too long
   */
  @Nullable String readLine(int limit) throws IOException {
    int length = 0;
    while (true) {
      int c = readByte();
      if (c <= 0) {
        return null;
      }
      if (c == '\n') {
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
      }
      if (c != '\r') {
        if (length >= limit - 1) {
          return null;
        }
        put(length++, c);
      }
    }
  }

  /**
   * Reads up to a terminator.
   *
   * @param nul whether a NUL ends the item; otherwise a line feed or carriage return does
   * @return its bytes, or null when the stream ends before the terminator
   * @throws ArgumentLimitException when it has {@link Protocol#MAX_LINE} bytes or more
   */
  byte @Nullable [] readItem(boolean nul) throws IOException {
    int length = 0;
    while (true) {
      int c = readByte();
      if (c < 0) {
        return null;
      }
      if (nul ? c == 0 : c == '\n' || c == '\r') {
        return Arrays.copyOf(line, length);
      }
      if (length >= Protocol.MAX_LINE - 1) {
        throw new ArgumentLimitException(
            "daemon argument is longer than " + (Protocol.MAX_LINE - 1) + " bytes");
      }
      put(length++, c);
    }
  }

  /** Reads so many bytes; null when the stream ends before. */
  byte @Nullable [] readBytes(int count) throws IOException {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      int c = readByte();
      if (c < 0) {
        return null;
      }
      bytes[i] = (byte) c;
    }
    return bytes;
  }

  /** Sends a text at once. */
  void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends bytes at once. */
  void write(byte[] bytes) throws IOException {
    connection.write(bytes, 0, bytes.length);
  }

  /** How long the connection may have nothing to read now, in milliseconds; -1 for ever. */
  long patienceMillis() {
    TlsTransport tls = secured;
    if (next < end || (tls != null && tls.hasInput())) {
      return 0;
    }
    return timed
        ? Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()) + 1)
        : -1;
  }

  /** Whether the client has gone, which {@link #readLine} does not tell from what is no line. */
  boolean ended() {
    return ended;
  }

  /** Reads one byte; -1 at the end of the stream. */
  int readByte() throws IOException {
    while (next == end) {
      long wait = FOR_EVER;
      if (timed) {
        wait = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (wait <= 0) {
          throw new HandshakeTimeoutException();
        }
      }
      if (buffer.length == 0) {
        buffer = new byte[BUFFER];
      }
      int n = connection.read(buffer, 0, buffer.length, wait);
      if (n < 0) {
        ended = true;
        return -1;
      }
      // A client that sends its line a byte at a time must not outlive the deadline either.
      if (timed && deadline - System.nanoTime() <= 0) {
        throw new HandshakeTimeoutException();
      }
      next = 0;
      end = n;
    }
    return buffer[next++] & 0xff;
  }

  private void put(int at, int c) {
    if (at == line.length) {
      line = Arrays.copyOf(line, Math.clamp(line.length * 2L, LINE, Protocol.MAX_LINE));
    }
    line[at] = (byte) c;
  }

  @Override
  public int read(byte[] target, int offset, int length, long idleMillis) throws IOException {
    if (next < end) {
      int n = Math.min(length, end - next);
      System.arraycopy(buffer, next, target, offset, n);
      next += n;
      if (next == end) {
        dropBuffer();
      }
      return n;
    }
    return connection.read(target, offset, length, idleMillis);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    connection.write(bytes, offset, length);
  }

  @Override
  public void shutdownOutput() throws IOException {
    connection.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }

  @Override
  public boolean isClosed() {
    return connection.isClosed();
  }
}
