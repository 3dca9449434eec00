package org.jrsync.wire.tls;

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
import javax.net.ssl.SSLSession;
import org.jrsync.wire.Transport;

/**
 * TLS over another transport, for either end of a connection. An end of the stream without TLS's
 * own goodbye counts as an end like any other, since rsync's protocol has a goodbye of its own.
 *
 * <p>Of its buffers an idle connection keeps none but a small one: they come with the first large
 * record. After the handshake no peer can begin another.
 */
public final class TlsTransport implements Transport {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** Type, version and length (RFC 8446, 5.1), in bytes. */
  private static final int HEADER = 5;

  private static final int LENGTH_AT = 3;

  /** What is taken for input before it is known how long its records are, in bytes. */
  private static final int SMALL = 1024;

  /**
   * The longest record with its header, in bytes: TLS 1.2's, which is the longer (RFC 5246, 6.2.3).
   */
  private static final int LARGEST = HEADER + 16384 + 2048;

  /** How much longer the input's buffer gets at a time: no more than what the peer has sent. */
  private static final int GROWTH = 4;

  /** How long nothing has to come until large buffers are given back, in milliseconds. */
  private static final long PAUSE = 100;

  /** Records in a row that bring no data, such as new keys and empty ones. */
  private static final int MOST_EMPTY = 64;

  private final Transport below;
  private final SSLEngine engine;
  private final ReentrantLock writing = new ReentrantLock();
  // Both are drained from their position to their limit.
  private ByteBuffer received = ByteBuffer.allocate(0);
  private ByteBuffer plain = NOTHING;
  private ByteBuffer sealed = ByteBuffer.allocate(0);
  private volatile boolean shaken;
  private int empty;
  private boolean ended;
  private boolean closing;

  /**
   * Without a handshake yet: {@link #handshake} comes first.
   *
   * @param below what the sealed bytes go over; closed with this transport
   * @param engine says which end this is and whom it trusts
   */
  public TlsTransport(Transport below, SSLEngine engine) {
    this(below, engine, new byte[0]);
  }

  /**
   * As {@link #TlsTransport(Transport, SSLEngine)}, where the peer's first bytes were read already.
   *
   * @param first those; the transport's from now on
   */
  public TlsTransport(Transport below, SSLEngine engine, byte[] first) {
    this.below = below;
    this.engine = engine;
    this.received = ByteBuffer.wrap(first);
  }

  /**
   * Shakes hands.
   *
   * @param timeoutMillis most that it may take, in milliseconds; {@link #FOR_EVER}
   * @throws SSLException when the ends do not agree or one does not trust the other
   * @throws SocketTimeoutException when it takes too long
   * @throws EOFException when the peer goes before it is done
   */
  public void handshake(long timeoutMillis) throws IOException {
    long deadline = deadline(timeoutMillis);
    engine.beginHandshake();
    try {
      while (!step(deadline)) {
        if (deadline != 0 && left(deadline) <= 0) {
          throw new SocketTimeoutException("the TLS handshake took too long");
        }
      }
    } catch (SSLException e) {
      sendAlert();
      throw e;
    }
    sealed = NOTHING;
    shaken = true;
  }

  /** Goes on with the handshake; true at its end. */
  private boolean step(long deadline) throws IOException {
    switch (engine.getHandshakeStatus()) {
      case NEED_WRAP -> sendPending();
      case NEED_TASK -> runTasks();
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
        int more = unwrap() ? 1 : fill(deadline == 0 ? FOR_EVER : Math.max(1, left(deadline)));
        if (more < 0 || ended) {
          throw new EOFException("the connection ended during the TLS handshake");
        }
      }
      case FINISHED, NOT_HANDSHAKING -> {
        return true;
      }
    }
    return false;
  }

  /** What the ends have agreed on. */
  public SSLSession session() {
    return engine.getSession();
  }

  /** Whether a read need not wait for the peer: enough has been taken in. */
  public boolean hasInput() {
    int length = recordLength();
    boolean whole = length >= 0 && length <= received.remaining();
    return ended || plain.hasRemaining() || whole || length > LARGEST;
  }

  /** How long the first record of the input is with its header; -1 where that has not come yet. */
  private int recordLength() {
    if (received.remaining() < HEADER) {
      return -1;
    }
    return HEADER + (received.getShort(received.position() + LENGTH_AT) & 0xffff);
  }

  @Override
  public int read(byte[] buffer, int offset, int length, long idleMillis) throws IOException {
    long deadline = deadline(idleMillis);
    while (!plain.hasRemaining()) {
      if (ended) {
        return -1;
      }
      if (!unwrap()) {
        long patience = deadline == 0 ? idleMillis : left(deadline);
        int more = deadline != 0 && patience <= 0 ? 0 : fill(patience);
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
      if (length < SMALL) {
        sealed = NOTHING;
      }
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

  /** Ends at once; with a goodbye where that takes no waiting for the peer. */
  @Override
  public void close() throws IOException {
    try {
      if (shaken && writing.tryLock()) {
        try {
          sayGoodbye();
        } finally {
          writing.unlock();
        }
      }
    } finally {
      below.close();
    }
  }

  private void sayGoodbye() {
    if (closing) {
      return;
    }
    closing = true;
    engine.closeOutbound();
    try {
      ByteBuffer goodbye = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      SSLEngineResult _ = engine.wrap(NOTHING, goodbye);
      boolean _ = below.writeNow(goodbye.array(), 0, goodbye.position());
    } catch (IOException e) {
      // The peer has gone first.
      return;
    }
  }

  @Override
  public boolean isClosed() {
    return below.isClosed();
  }

  /** Opens one record, if it is there as a whole; false if it is not. */
  private boolean unwrap() throws IOException {
    if (shaken) {
      int length = recordLength();
      if (length > LARGEST) {
        throw tooLong();
      }
      // Not on a header's word alone, which costs the peer nothing.
      if (length < 0 || length > received.remaining()) {
        return false;
      }
      makeRoom(length);
    }
    ByteBuffer target = plain;
    int before = target.remaining();
    target.compact();
    SSLEngineResult result;
    try {
      result = engine.unwrap(received, target);
    } finally {
      target.flip();
    }
    switch (result.getStatus()) {
      case BUFFER_UNDERFLOW -> {
        return false;
      }
      case BUFFER_OVERFLOW -> makeRoom(engine.getSession().getApplicationBufferSize());
      case CLOSED -> ended = true;
      case OK -> {
        countEmpty(target.remaining() > before);
        answer(result);
      }
    }
    return true;
  }

  private void countEmpty(boolean data) throws SSLException {
    empty = data || !shaken ? 0 : empty + 1;
    if (empty > MOST_EMPTY) {
      throw new SSLException("more than " + MOST_EMPTY + " records without data");
    }
  }

  /** Room for so many more bytes of data. */
  private void makeRoom(int bytes) {
    int wanted = plain.remaining() + Math.min(bytes, LARGEST);
    if (plain.capacity() < wanted) {
      plain = ByteBuffer.allocate(Math.max(wanted, SMALL)).put(plain).flip();
    }
  }

  /** Does what a record asked for that came amid the data, such as new keys. */
  private void answer(SSLEngineResult result) throws IOException {
    HandshakeStatus status = result.getHandshakeStatus();
    if (!shaken
        || status == HandshakeStatus.NOT_HANDSHAKING
        || status == HandshakeStatus.FINISHED) {
      return;
    }
    if (!engine.getSession().getProtocol().equals("TLSv1.3")) {
      throw new SSLException("renegotiation is refused");
    }
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
    boolean large = received.capacity() > SMALL || plain.capacity() > SMALL;
    if (shaken && large && !received.hasRemaining() && idleMillis != NO_WAIT) {
      boolean brief = idleMillis != FOR_EVER && idleMillis <= PAUSE;
      int n = take(brief ? idleMillis : PAUSE);
      if (n != 0) {
        return n;
      }
      received = ByteBuffer.allocate(SMALL).limit(0);
      plain = NOTHING;
      if (brief) {
        return 0;
      }
      return take(idleMillis == FOR_EVER ? FOR_EVER : idleMillis - PAUSE);
    }
    return take(idleMillis);
  }

  private int take(long idleMillis) throws IOException {
    if (received.remaining() == received.capacity()) {
      received = grown(received);
    }
    received.compact();
    try {
      int n = below.read(received.array(), received.position(), received.remaining(), idleMillis);
      if (n > 0) {
        received.position(received.position() + n);
      }
      return n;
    } finally {
      received.flip();
    }
  }

  private static ByteBuffer grown(ByteBuffer full) throws SSLException {
    if (full.capacity() >= LARGEST) {
      throw tooLong();
    }
    int capacity = Math.min(LARGEST, Math.max(SMALL, GROWTH * full.capacity()));
    return ByteBuffer.allocate(capacity).put(full).flip();
  }

  private static SSLException tooLong() {
    return new SSLException("the record is too long");
  }

  /** What the buffers take up, in bytes. */
  int held() {
    return received.capacity() + plain.capacity() + sealed.capacity();
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
        if (source.hasRemaining() && result.bytesConsumed() + result.bytesProduced() == 0) {
          throw new SSLException("nothing more can be sent");
        }
        return result.getStatus();
      }
      sealed =
          ByteBuffer.allocate(
              Math.max(engine.getSession().getPacketBufferSize(), 2 * sealed.capacity()));
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

  /** Milliseconds until then, rounded up; 0 or less when it is over. */
  private static long left(long deadline) {
    return Math.ceilDiv(deadline - System.nanoTime(), 1_000_000L);
  }
}
