package org.jrsync.wire;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes data bytes and messages and sends them, in multiplexed frames where that has been switched
 * on (docs/protocol.md, "Frames"): what {@link WireOutput} puts its values into.
 */
abstract sealed class FrameOutput permits WireOutput {
  private static final int HEADER = 4;

  /** Bytes of messages that wait for a flush at most. */
  private static final int MESSAGES_HELD = 16 * 1024;

  private final Transport transport;
  private final IoTimeout timeout;
  private boolean keepingAlive;
  final byte[] buffer;

  /** Where in the buffer the next byte goes. */
  int pos;

  /** Messages of the next flush; they go out ahead of the data that is pending. */
  private byte[] messages = new byte[256];

  private int messageBytes;
  private long dataSent;

  /** Where the open data frame's header goes, or -1 while there are no frames. */
  private int frameStart = -1;

  private @Nullable DataCopy copy;

  /** Where in the buffer begins what has not been copied yet. */
  private int copied;

  private @Nullable BandwidthLimit bandwidth;
  private Role role = Role.CLIENT;
  private long rawBytes;

  /** So many of them do not count. */
  private long uncounted;

  /**
   * @param timeout shared with the session's {@link WireInput}
   * @param bufferSize in bytes, 1024 to 8 MiB
   */
  FrameOutput(Transport transport, IoTimeout timeout, int bufferSize) {
    if (bufferSize < 1024 || bufferSize > 8 << 20) {
      throw new IllegalArgumentException("buffer size " + bufferSize + " not in [1024,8388608]");
    }
    this.transport = transport;
    this.timeout = timeout;
    this.buffer = new byte[bufferSize];
  }

  /** Who writes, for error texts. */
  public void setRole(Role role) {
    this.role = role;
  }

  /** Slows the writes down; null for full speed. */
  public void setBandwidthLimit(@Nullable BandwidthLimit limit) {
    this.bandwidth = limit;
  }

  public IoTimeout timeout() {
    return timeout;
  }

  /** Ends the connection from another thread: a read or write that waits fails. */
  public void abort() {
    try {
      transport.close();
    } catch (IOException e) {
      // It is of no use any more either way.
      return;
    }
  }

  /**
   * The bytes given to the transport that count, frame headers and messages with them: all, or
   * those since {@link #startCounting}.
   */
  public long bytesWritten() {
    return rawBytes - uncounted;
  }

  /** What is written from here on counts; nothing may be pending. */
  public void startCounting() {
    uncounted = rawBytes;
  }

  /** True where something waits for {@link #flush}. */
  public boolean hasPending() {
    return pos > (frameStart < 0 ? 0 : frameStart + HEADER) || frameStart > 0 || messageBytes > 0;
  }

  /** From here on everything goes out in frames. What was written before is sent as it is. */
  public void startMultiplexing() {
    if (frameStart < 0) {
      flush();
      openFrame();
    }
  }

  /** Ends framing, after a flush. */
  public void stopMultiplexing() {
    if (frameStart >= 0) {
      flush();
      frameStart = -1;
      pos = 0;
      copied = 0;
    }
  }

  public boolean isMultiplexing() {
    return frameStart >= 0;
  }

  /** From here on, all data is copied: when it is sent, or when {@link #copyPending} says so. */
  public void startCopy(DataCopy target) {
    copy = target;
    copied = pos;
  }

  /** Copies what waits to be sent, where data is copied at all. */
  public void copyPending() {
    DataCopy target = copy;
    if (target != null && pos > copied) {
      target.take(buffer, copied, pos - copied);
      copied = pos;
    }
  }

  /** One byte, the low eight bits. */
  public void writeByte(int value) {
    room(1);
    buffer[pos++] = (byte) value;
  }

  /** Bytes of data written so far, frame headers and messages left out, sent or not. */
  public long dataWritten() {
    return frameStart < 0 ? rawBytes + pos : dataSent + (pos - frameStart - HEADER);
  }

  /** All bytes of the array. */
  public void write(byte[] bytes) {
    write(bytes, 0, bytes.length);
  }

  /** The given span. */
  public void write(byte[] source, int offset, int length) {
    while (length > 0) {
      if (pos == buffer.length) {
        flush();
      }
      int n = Math.min(length, buffer.length - pos);
      System.arraycopy(source, offset, buffer, pos, n);
      pos += n;
      offset += n;
      length -= n;
    }
  }

  /**
   * Puts a message into the stream. It is sent with the next flush, ahead of the data that is
   * pending, as rsync does it: what people are told of an entry then comes before what follows from
   * the entry's data.
   *
   * @return false, with nothing done, while there are no frames
   * @throws IllegalArgumentException if the payload is longer than a frame can be
   */
  public boolean message(MessageCode code, byte[] payload, int offset, int length) {
    if (frameStart < 0) {
      return false;
    }
    if (length > MessageCode.MAX_FRAME) {
      throw new IllegalArgumentException("message of " + length + " bytes");
    }
    int needed = messageBytes + HEADER + length;
    if (needed > messages.length) {
      messages = Arrays.copyOf(messages, Math.max(messages.length * 2, needed));
    }
    putInt(messages, messageBytes, (MessageCode.BASE + code.code()) << 24 | length);
    System.arraycopy(payload, offset, messages, messageBytes + HEADER, length);
    messageBytes = needed;
    if (messageBytes > MESSAGES_HELD) {
      sendMessages();
    }
    return true;
  }

  /** {@link #message(MessageCode, byte[], int, int)} with a whole array. */
  public boolean message(MessageCode code, byte[] payload) {
    return message(code, payload, 0, payload.length);
  }

  /** A message whose payload is one 32-bit integer. */
  public boolean messageInt(MessageCode code, int value) {
    byte[] payload = new byte[4];
    putInt(payload, 0, value);
    return message(code, payload, 0, 4);
  }

  /** A message whose payload is one 64-bit integer. */
  public boolean messageLong(MessageCode code, long value) {
    byte[] payload = new byte[8];
    putInt(payload, 0, (int) value);
    putInt(payload, 4, (int) (value >> 32));
    return message(code, payload, 0, 8);
  }

  /**
   * Sends a keep-alive if nothing has been sent for half of the timeout: an empty data frame, which
   * every protocol version takes without a word. While there are no frames, only what is pending is
   * sent.
   */
  public void keepAliveIfDue() {
    if (timeout.keepAliveDue()) {
      keepingAlive = !hasPending();
      try {
        if (frameStart >= 0 && keepingAlive) {
          message(MessageCode.DATA, new byte[0], 0, 0);
        }
        flush();
      } finally {
        keepingAlive = false;
      }
    }
  }

  /** Sends everything written so far. */
  public void flush() {
    copyPending();
    if (frameStart < 0) {
      sendBuffered();
      copied = 0;
    } else {
      closeFrame();
      sendBuffered();
      openFrame();
    }
  }

  /** Sends the messages that are pending, or where there are none the data. */
  public void flushNext() {
    if (messageBytes > 0) {
      sendMessages();
    } else {
      flush();
    }
  }

  /**
   * Flushes the first words to a peer that is to answer them, and reads the answer. A peer that has
   * ended already may have said something, and its end tells more than that nobody takes what is
   * written: where the connection is broken, only the reading counts.
   */
  public <T> T flushBeforeReply(Supplier<T> reply) {
    try {
      flush();
    } catch (RsyncException broken) {
      if (broken.exitCode() != ExitCode.SOCKET_IO) {
        throw broken;
      }
    }
    return reply.get();
  }

  /** Makes sure that so many bytes can be put into the buffer. */
  final void room(int length) {
    if (buffer.length - pos < length) {
      flush();
    }
  }

  /** Completes the open data frame's header, or drops the frame if nothing is in it. */
  private void closeFrame() {
    int length = pos - frameStart - HEADER;
    if (length == 0) {
      pos = frameStart;
    } else {
      putInt(buffer, frameStart, MessageCode.BASE << 24 | length);
      dataSent += length;
    }
  }

  private void openFrame() {
    frameStart = pos;
    pos += HEADER;
    copied = pos;
  }

  private void sendMessages() {
    int length = messageBytes;
    messageBytes = 0;
    if (length > 0) {
      send(messages, 0, length);
    }
  }

  private void sendBuffered() {
    sendMessages();
    int length = pos;
    pos = 0;
    if (length > 0) {
      send(buffer, 0, length);
    }
  }

  private void send(byte[] source, int offset, int length) {
    BandwidthLimit pace = bandwidth;
    try {
      while (length > 0) {
        int n = pace == null ? length : Math.min(length, pace.maxWrite());
        timeout.checkStop();
        timeout.sending();
        transport.write(source, offset, n);
        rawBytes += n;
        if (keepingAlive) {
          timeout.keptAlive();
        } else {
          timeout.sent();
        }
        offset += n;
        length -= n;
        if (pace != null) {
          pace.written(n);
        }
      }
    } catch (IOException e) {
      throw IoErrors.failed("write", e, role);
    }
  }

  static void putInt(byte[] b, int p, int value) {
    b[p] = (byte) value;
    b[p + 1] = (byte) (value >> 8);
    b[p + 2] = (byte) (value >> 16);
    b[p + 3] = (byte) (value >> 24);
  }
}
