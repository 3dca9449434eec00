package org.jrsync.wire;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the protocol's primitives to a {@link Transport}, in multiplexed frames where that has
 * been switched on (docs/protocol.md, "Integers" and "Frames"). Used by one thread. Nothing is sent
 * before the buffer is full or {@link #flush} is called; failures of the transport have exit code
 * 10.
 */
public final class WireOutput {
  /** The usual buffer, in bytes; also the longest data frame, with its header. */
  public static final int DEFAULT_BUFFER = 64 * 1024;

  private static final int HEADER = 4;

  /** Bytes of messages that wait for a flush at most. */
  private static final int MESSAGES_HELD = 16 * 1024;

  private final Transport transport;
  private final IoTimeout timeout;
  private boolean keepingAlive;
  private final byte[] buffer;
  private int pos;

  /** Messages of the next flush; they go out ahead of the data that is pending. */
  private byte[] messages = new byte[256];

  private int messageBytes;
  private long dataSent;

  /** Where the open data frame's header goes, or -1 while there are no frames. */
  private int frameStart = -1;

  private @Nullable BandwidthLimit bandwidth;
  private Role role = Role.CLIENT;
  private int protocol = Protocol.NEWEST;
  private long rawBytes;

  /** So many of them do not count. */
  private long uncounted;

  private int lastPositive = -1;
  private int lastNegative = 1;

  public WireOutput(Transport transport) {
    this(transport, new IoTimeout(), DEFAULT_BUFFER);
  }

  /**
   * @param timeout shared with the session's {@link WireInput}
   * @param bufferSize in bytes, 1024 to 8 MiB
   */
  public WireOutput(Transport transport, IoTimeout timeout, int bufferSize) {
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

  /**
   * The negotiated protocol version: decides how {@link #writeNdx} and the 30-dependent integers
   * are written.
   */
  public void setProtocol(int protocol) {
    this.protocol = protocol;
  }

  /** The negotiated protocol version. */
  public int protocol() {
    return protocol;
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
    }
  }

  public boolean isMultiplexing() {
    return frameStart >= 0;
  }

  /** One byte, the low eight bits. */
  public void writeByte(int value) {
    room(1);
    buffer[pos++] = (byte) value;
  }

  /** Two bytes, the low one first. */
  public void writeShort(int value) {
    room(2);
    byte[] b = buffer;
    int p = pos;
    b[p] = (byte) value;
    b[p + 1] = (byte) (value >> 8);
    pos = p + 2;
  }

  /** Four bytes, the low one first. */
  public void writeInt(int value) {
    room(4);
    putInt(buffer, pos, value);
    pos += 4;
  }

  /** Eight bytes, the low one first. */
  public void writeLong(long value) {
    writeInt((int) value);
    writeInt((int) (value >> 32));
  }

  /** A length-prefixed 32-bit integer of 1 to 5 bytes (docs/protocol.md, "Integers"). */
  public void writeVarint(int value) {
    writePrefixed(value & 0xffffffffL, 1);
  }

  /**
   * A length-prefixed 64-bit integer of {@code minBytes} to 9 bytes (docs/protocol.md, "Integers").
   *
   * @param minBytes 1 to 8, fixed by the field
   */
  public void writeVarlong(long value, int minBytes) {
    writePrefixed(value, minBytes);
  }

  private void writePrefixed(long value, int minBytes) {
    room(9);
    int count = Math.max(minBytes, (71 - Long.numberOfLeadingZeros(value)) >> 3);
    int top = (int) (value >>> (8 * (count - 1))) & 0xff;
    // The first byte tells by its leading ones how many bytes beyond the minimum follow; the
    // highest value byte shares
    // it where enough bits are left.
    int extra = count - minBytes;
    int free = 0x80 >> extra;
    byte[] b = buffer;
    int p = pos;
    if (top >= free) {
      b[p++] = (byte) -free;
    } else {
      b[p++] = (byte) (top | -(free << 1));
      count--;
    }
    for (int i = 0; i < count; i++) {
      b[p++] = (byte) (value >>> (8 * i));
    }
    pos = p;
  }

  /** The 64-bit integer of protocols before 30: 4 bytes for 0 to 2^31-1, else 12. */
  public void writeLongInt(long value) {
    if (value == (int) value && value >= 0) {
      writeInt((int) value);
    } else {
      writeInt(-1);
      writeLong(value);
    }
  }

  /** {@link #writeVarint} since protocol 30, {@link #writeInt} before. */
  public void writeVarint30(int value) {
    if (protocol < 30) {
      writeInt(value);
    } else {
      writeVarint(value);
    }
  }

  /** {@link #writeVarlong} since protocol 30, {@link #writeLongInt} before. */
  public void writeVarlong30(long value, int minBytes) {
    if (protocol < 30) {
      writeLongInt(value);
    } else {
      writeVarlong(value, minBytes);
    }
  }

  /** A string of at most 32767 bytes with its length before it in one or two bytes. */
  public void writeVstring(byte[] text) {
    if (text.length > 0x7fff) {
      throw ProtocolException.value(
          "attempting to send over-long vstring (" + text.length + " > 32767)");
    }
    if (text.length > 0x7f) {
      writeByte(text.length >> 8 | 0x80);
    }
    writeByte(text.length);
    write(text, 0, text.length);
  }

  /**
   * A file-list index or one of the negative marks of {@link Protocol} (docs/protocol.md,
   * "Indexes").
   */
  public void writeNdx(int ndx) {
    if (protocol < 30) {
      writeInt(ndx);
      return;
    }
    if (ndx == Protocol.NDX_DONE) {
      writeByte(0);
      return;
    }
    int value = ndx;
    int diff;
    if (ndx >= 0) {
      diff = ndx - lastPositive;
      lastPositive = ndx;
    } else {
      writeByte(0xff);
      value = -ndx;
      diff = value - lastNegative;
      lastNegative = value;
    }
    if (diff > 0 && diff < 0xfe) {
      writeByte(diff);
    } else if (diff < 0 || diff > 0x7fff) {
      room(5);
      writeByte(0xfe);
      writeByte(value >> 24 | 0x80);
      writeByte(value);
      writeShort(value >> 8);
    } else {
      writeByte(0xfe);
      writeByte(diff >> 8);
      writeByte(diff);
    }
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
    if (frameStart < 0) {
      sendBuffered();
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

  private void room(int length) {
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

  private static void putInt(byte[] b, int p, int value) {
    b[p] = (byte) value;
    b[p + 1] = (byte) (value >> 8);
    b[p + 2] = (byte) (value >> 16);
    b[p + 3] = (byte) (value >> 24);
  }
}
