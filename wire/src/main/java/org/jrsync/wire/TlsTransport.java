package org.jrsync.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * TLS over another transport, for either end of a connection. An end of the stream without TLS's
 * own goodbye counts as an end like any other, since rsync's protocol has a goodbye of its own.
 */
public final class TlsTransport implements Transport {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Transport below;
  private final SSLEngine engine;
  private final ReentrantLock writing = new ReentrantLock();
  // Both are drained from their position to their limit.
  private ByteBuffer received;
  private ByteBuffer plain;
  private ByteBuffer sealed;
  private boolean ended;
  private boolean closing;

  /**
   * Without a handshake yet: {@link #handshake} comes first.
   *
   * @param below what the sealed bytes go over; closed with this transport
   * @param engine says which end this is and whom it trusts
   */
  public TlsTransport(Transport below, SSLEngine engine) {
    this.below = below;
    this.engine = engine;
    int packet = engine.getSession().getPacketBufferSize();
    this.received = ByteBuffer.allocate(2 * packet).flip();
    this.sealed = ByteBuffer.allocate(packet);
    this.plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).flip();
  }

  /**
   * Shakes hands.
   *
   * @param timeoutMillis most that it may take, in milliseconds; {@link #FOR_EVER}
   * @throws SSLException when the ends do not agree or one does not trust the other
   * @throws SocketTimeoutException when it takes too long
   */
  public void handshake(long timeoutMillis) throws IOException {
    long deadline = deadline(timeoutMillis);
    engine.beginHandshake();
    try {
      while (true) {
        switch (engine.getHandshakeStatus()) {
          case NEED_WRAP -> sendPending();
          case NEED_TASK -> runTasks();
          case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
            int more = unwrap() ? 1 : fill(left(deadline));
            if (more == 0) {
              throw new SocketTimeoutException("the TLS handshake took too long");
            }
            if (more < 0 || ended) {
              throw new EOFException("the connection ended during the TLS handshake");
            }
          }
          case FINISHED, NOT_HANDSHAKING -> {
            return;
          }
        }
      }
    } catch (SSLException e) {
      sendAlert();
      throw e;
    }
  }

  @Override
  public int read(byte[] buffer, int offset, int length, long idleMillis) throws IOException {
    long deadline = deadline(idleMillis);
    while (!plain.hasRemaining()) {
      if (ended) {
        return -1;
      }
      if (!unwrap()) {
        int more = fill(idleMillis == NO_WAIT ? NO_WAIT : left(deadline));
        if (more == 0) {
          return 0;
        }
        ended = more < 0;
      }
    }
    int n = Math.min(length, plain.remaining());
    plain.get(buffer, offset, n);
    return n;
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    ByteBuffer source = ByteBuffer.wrap(buffer, offset, length);
    writing.lock();
    try {
      while (source.hasRemaining()) {
        if (wrap(source) == SSLEngineResult.Status.CLOSED) {
          throw new IOException("the TLS connection is closed");
        }
      }
    } finally {
      writing.unlock();
    }
  }

  /** Says TLS's goodbye; what is below stays open for the peer's answers. */
  @Override
  public void shutdownOutput() throws IOException {
    writing.lock();
    try {
      if (!closing) {
        closing = true;
        engine.closeOutbound();
        sendAll();
      }
    } finally {
      writing.unlock();
    }
  }

  /** Ends at once, without a goodbye, which could have to wait for the peer. */
  @Override
  public void close() throws IOException {
    below.close();
  }

  @Override
  public boolean isClosed() {
    return below.isClosed();
  }

  /** Opens one record, if it is there as a whole; false if it is not. */
  private boolean unwrap() throws IOException {
    plain.compact();
    SSLEngineResult result;
    try {
      result = engine.unwrap(received, plain);
    } finally {
      plain.flip();
    }
    switch (result.getStatus()) {
      case BUFFER_UNDERFLOW -> {
        return false;
      }
      case BUFFER_OVERFLOW ->
          plain = enlarged(plain, engine.getSession().getApplicationBufferSize());
      case CLOSED -> ended = true;
      case OK -> {}
    }
    answer(result);
    return true;
  }

  /** Does what a record asked for that came amid the data, such as new keys. */
  private void answer(SSLEngineResult result) throws IOException {
    HandshakeStatus status = result.getHandshakeStatus();
    if (status == HandshakeStatus.NEED_TASK) {
      runTasks();
      status = engine.getHandshakeStatus();
    }
    // A writer that is at work sends the answer along with what it writes.
    if (status == HandshakeStatus.NEED_WRAP && writing.tryLock()) {
      try {
        sendAll();
      } finally {
        writing.unlock();
      }
    }
  }

  /** Takes in more of what the peer has sealed. Returns as {@link Transport#read} does. */
  private int fill(long idleMillis) throws IOException {
    received.compact();
    try {
      if (!received.hasRemaining()) {
        // It is flipped below, so what it holds must stay before the position.
        received = grown(received);
      }
      int n = below.read(received.array(), received.position(), received.remaining(), idleMillis);
      if (n > 0) {
        received.position(received.position() + n);
      }
      return n;
    } finally {
      received.flip();
    }
  }

  private static ByteBuffer grown(ByteBuffer full) {
    ByteBuffer larger = ByteBuffer.allocate(2 * full.capacity());
    full.flip();
    return larger.put(full);
  }

  private static ByteBuffer enlarged(ByteBuffer drained, int room) {
    ByteBuffer larger = ByteBuffer.allocate(drained.remaining() + room);
    return larger.put(drained).flip();
  }

  private void sendPending() throws IOException {
    writing.lock();
    try {
      wrap(NOTHING);
    } finally {
      writing.unlock();
    }
  }

  /** Tells the peer why there is no connection; there is nobody to tell that it did not work. */
  private void sendAlert() {
    try {
      writing.lock();
      try {
        sendAll();
      } finally {
        writing.unlock();
      }
    } catch (IOException e) {
      return;
    }
  }

  private void sendAll() throws IOException {
    while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      if (wrap(NOTHING) == SSLEngineResult.Status.CLOSED) {
        return;
      }
    }
  }

  /** Seals and sends one record. */
  private SSLEngineResult.Status wrap(ByteBuffer source) throws IOException {
    while (true) {
      sealed.clear();
      SSLEngineResult result = engine.wrap(source, sealed);
      if (sealed.position() > 0) {
        below.write(sealed.array(), 0, sealed.position());
      }
      if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
        runTasks();
      }
      if (result.getStatus() != SSLEngineResult.Status.BUFFER_OVERFLOW) {
        return result.getStatus();
      }
      sealed = ByteBuffer.allocate(2 * sealed.capacity());
    }
  }

  private void runTasks() {
    Runnable task;
    while ((task = engine.getDelegatedTask()) != null) {
      task.run();
    }
  }

  /** When to stop waiting, by the clock of {@link System#nanoTime}; 0 for never. */
  private static long deadline(long millis) {
    return millis <= 0 ? 0 : System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis) | 1;
  }

  private static long left(long deadline) {
    if (deadline == 0) {
      return FOR_EVER;
    }
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
  }
}
