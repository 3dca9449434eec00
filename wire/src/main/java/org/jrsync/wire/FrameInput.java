package org.jrsync.wire;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The data bytes of a stream, out of multiplexed frames where that has been switched on
 * (docs/protocol.md, "Frames"): what {@link WireInput} makes its values of.
 */
abstract sealed class FrameInput permits WireInput {
  /** From this many bytes on, a span goes straight from the transport to the caller's array. */
  private static final int DIRECT = 8 * 1024;

  private final TransportInput source;
  final byte[] buffer;

  /**
   * Bytes {@code pos} to {@code dataEnd} are data; those up to {@code limit} are frames not yet
   * taken apart.
   */
  int pos;

  int dataEnd;
  private int limit;

  /**
   * Bytes of the present data frame that are not in the buffer yet; if positive then dataEnd is
   * limit.
   */
  private int frameLeft;

  private @Nullable MessageReader messages;
  private @Nullable MessageReader suspended;
  private @Nullable DataCopy copy;
  private int protocol = Protocol.NEWEST;
  private long dataBegun;

  /**
   * @param timeout shared with the session's {@link WireOutput}
   * @param bufferSize in bytes, at least 8192
   */
  FrameInput(Transport transport, IoTimeout timeout, int bufferSize) {
    if (bufferSize < 8192) {
      throw new IllegalArgumentException("buffer size " + bufferSize + " < 8192");
    }
    this.source = new TransportInput(transport, timeout);
    this.buffer = new byte[bufferSize];
  }

  /** Who reads, for error texts. */
  public void setRole(Role role) {
    source.setRole(role);
  }

  /** Who reads. */
  public Role role() {
    return source.role();
  }

  /**
   * The negotiated protocol version: decides how indexes and the 30-dependent integers are read,
   * and which messages are known.
   */
  public void setProtocol(int protocol) {
    this.protocol = protocol;
  }

  /** The negotiated protocol version. */
  public int protocol() {
    return protocol;
  }

  /**
   * Fails as a read would if the connection is known to be over: for who works for long without
   * reading. May be called by any thread.
   *
   * @param who asks, for the error's text
   */
  public void checkOpen(Role who) {
    source.checkOpen(who);
  }

  /** What to do around waits; null for nothing. */
  public void setIdleHook(@Nullable IdleHook hook) {
    source.setIdleHook(hook);
  }

  public IoTimeout timeout() {
    return source.timeout();
  }

  /**
   * The bytes taken from the transport that count, frame headers and messages with them: all, or
   * those since {@link #startCounting}.
   */
  public long bytesRead() {
    return source.counted();
  }

  /** What comes counts as nothing until {@link #startCounting}. */
  public void stopCounting() {
    source.stopCounting();
  }

  /** What is read from here on counts. */
  public void startCounting() {
    source.startCounting(limit - pos);
  }

  /**
   * From here on the stream consists of frames.
   *
   * @param server true on the side that was started by the peer, which accepts fewer kinds of
   *     messages
   */
  public void startMultiplexing(MessageListener listener, boolean server) {
    messages = new MessageReader(this, listener, server);
    frameLeft = 0;
    dataEnd = pos;
  }

  /** Ends framing; the present data frame must be used up. */
  public void stopMultiplexing() {
    if (messages != null) {
      if (pos != dataEnd || frameLeft != 0) {
        throw new IllegalStateException("data frame not used up");
      }
      messages = null;
      dataEnd = limit;
    }
  }

  /**
   * The stream goes on without frames until {@link #resumeMultiplexing}.
   *
   * @throws ProtocolException if the peer put more into the present data frame than it may
   */
  public void suspendMultiplexing() {
    if (messages != null && (pos != dataEnd || frameLeft != 0)) {
      throw ProtocolException.stream(
          "data in a frame where frames end [" + source.role().text() + "]");
    }
    suspended = messages;
    stopMultiplexing();
  }

  /** From here on the stream consists of frames again, if it did before. */
  public void resumeMultiplexing() {
    messages = suspended;
    suspended = null;
    if (messages != null) {
      frameLeft = 0;
      dataEnd = pos;
    }
  }

  public boolean isMultiplexing() {
    return messages != null;
  }

  /** Marks the session as one with incremental recursion, which shows in error texts only. */
  public void setIncrementalRecursion(boolean on) {
    if (messages != null) {
      messages.setIncrementalRecursion(on);
    }
  }

  /**
   * From here on, all data is copied, as it arrives.
   *
   * @param target gets what has arrived and was not read yet at once
   */
  public void startCopy(DataCopy target) {
    copy = target;
    copyOut(buffer, pos, dataEnd - pos);
  }

  private void copyOut(byte[] bytes, int offset, int length) {
    DataCopy target = copy;
    if (target != null && length > 0) {
      target.take(bytes, offset, length);
    }
  }

  /** True where at least one byte of data can be read without touching the transport. */
  public boolean hasBuffered() {
    return pos < dataEnd;
  }

  /** One byte, 0 to 255. */
  public int readByte() {
    if (pos == dataEnd) {
      refill();
    }
    return buffer[pos++] & 0xff;
  }

  /** Fills the span, waiting as needed. Long spans are not copied through the buffer. */
  public void readFully(byte[] target, int offset, int length) {
    while (length > 0) {
      int n = readSome(target, offset, length);
      offset += n;
      length -= n;
    }
  }

  /** Bytes of data taken so far, frame headers and messages left out. */
  public long dataRead() {
    return messages == null
        ? source.taken() - (limit - pos)
        : dataBegun - frameLeft - (dataEnd - pos);
  }

  /** At least one byte and at most {@code length} of what is there. */
  public int readSome(byte[] target, int offset, int length) {
    if (pos == dataEnd) {
      int straight = messages == null ? length : Math.min(length, frameLeft);
      if (straight >= DIRECT && pos == limit) {
        int n = source.receive(target, offset, straight);
        frameLeft -= messages == null ? 0 : n;
        copyOut(target, offset, n);
        return n;
      }
      refill();
    }
    int n = Math.min(length, dataEnd - pos);
    System.arraycopy(buffer, pos, target, offset, n);
    pos += n;
    return n;
  }

  /** Reads and forgets. */
  public void skip(long length) {
    while (length > 0) {
      if (pos == dataEnd) {
        refill();
      }
      int n = (int) Math.min(length, dataEnd - pos);
      pos += n;
      length -= n;
    }
  }

  /**
   * After a failure: takes in what the peer still says, for at most this long, and hands its
   * messages on. Data is dropped. {@link PeerExitException} passes through.
   *
   * @return whether more may come; false at the end of the stream, whichever it was
   */
  public boolean drainMessages(long millis) {
    if (messages == null) {
      return false;
    }
    source.setIdleHook(null);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    source.timeout().setDeadline(millis, ExitCode.TIMEOUT, "drain");
    try {
      while (System.nanoTime() - end < 0) {
        pos = dataEnd;
        refill();
      }
      return true;
    } catch (PeerExitException e) {
      throw e;
    } catch (RsyncException e) {
      // The caller's own failure is the one to tell.
      return e.exitCode() == ExitCode.TIMEOUT && System.nanoTime() - end >= 0;
    } finally {
      pos = dataEnd;
      source.timeout().clearDeadline();
    }
  }

  /** Takes in and forgets whatever comes, for at most this long or until the stream is over. */
  public void discard(long millis) {
    source.setIdleHook(null);
    source.timeout().setDeadline(millis, ExitCode.TIMEOUT, "drain");
    try {
      while (true) {
        source.receive(buffer, 0, buffer.length);
      }
    } catch (RsyncException e) {
      messages = null;
      pos = 0;
      dataEnd = 0;
      limit = 0;
      frameLeft = 0;
    } finally {
      source.timeout().clearDeadline();
    }
  }

  /** Makes at least one byte of data available; only called when there is none. */
  private void refill() {
    MessageReader reader = messages;
    if (reader == null) {
      pos = 0;
      limit = 0;
      dataEnd = 0;
      limit = source.receive(buffer, 0, buffer.length);
      dataEnd = limit;
      copyOut(buffer, 0, limit);
      return;
    }
    while (pos == dataEnd) {
      if (frameLeft > 0) {
        pos = 0;
        limit = 0;
        dataEnd = 0;
        limit = source.receive(buffer, 0, buffer.length);
        beginData(frameLeft);
      } else {
        reader.readFrame();
      }
    }
  }

  /** A data frame of this length begins. */
  void beginFrame(int length) {
    dataBegun += length;
    beginData(length);
  }

  /** The next {@code length} raw bytes are data. */
  private void beginData(int length) {
    int here = Math.min(length, limit - pos);
    dataEnd = pos + here;
    frameLeft = length - here;
    copyOut(buffer, pos, here);
  }

  /** Four raw bytes from between data frames, which stay where they are. */
  int peekRawInt() {
    needRaw(4);
    return intAt(buffer, pos);
  }

  /** Four raw bytes from between data frames. */
  int takeRawInt() {
    needRaw(4);
    int value = intAt(buffer, pos);
    pos += 4;
    dataEnd = pos;
    return value;
  }

  /** Raw bytes from between data frames. */
  byte[] takeRaw(int length) {
    needRaw(length);
    byte[] out = Arrays.copyOfRange(buffer, pos, pos + length);
    pos += length;
    dataEnd = pos;
    return out;
  }

  /** Waits for raw bytes from between data frames; not more than a buffer holds. */
  void needRaw(int length) {
    if (limit - pos >= length) {
      return;
    }
    if (buffer.length - pos < length) {
      System.arraycopy(buffer, pos, buffer, 0, limit - pos);
      limit -= pos;
      pos = 0;
      dataEnd = 0;
    }
    while (limit - pos < length) {
      limit += source.receive(buffer, limit, buffer.length - limit);
    }
  }

  static int intAt(byte[] b, int p) {
    return (b[p] & 0xff) | (b[p + 1] & 0xff) << 8 | (b[p + 2] & 0xff) << 16 | b[p + 3] << 24;
  }
}
