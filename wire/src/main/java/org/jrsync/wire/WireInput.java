package org.jrsync.wire;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the protocol's primitives from a {@link Transport}, taking multiplexed frames apart where
 * that has been switched on (docs/protocol.md, "Integers" and "Frames"). Used by one thread.
 *
 * <p>Every read waits for what it needs. It fails with exit code 12 where the stream ends, 10 where
 * the transport fails, 30 where {@link IoTimeout} says so, and {@link PeerExitException} where the
 * peer ends the session.
 */
public final class WireInput {
  /** The usual buffer, in bytes. */
  public static final int DEFAULT_BUFFER = 64 * 1024;

  /** From this many bytes on, a span goes straight from the transport to the caller's array. */
  private static final int DIRECT = 8 * 1024;

  /**
   * How many extra bytes follow the first byte of a variable-length integer, by its top six bits.
   */
  private static final byte[] EXTRA = new byte[64];

  static {
    Arrays.fill(EXTRA, 32, 48, (byte) 1);
    Arrays.fill(EXTRA, 48, 56, (byte) 2);
    Arrays.fill(EXTRA, 56, 60, (byte) 3);
    Arrays.fill(EXTRA, 60, 62, (byte) 4);
    EXTRA[62] = 5;
    EXTRA[63] = 6;
  }

  private final Transport transport;
  private final IoTimeout timeout;
  private final byte[] buffer;

  /**
   * Bytes {@code pos} to {@code dataEnd} are data; those up to {@code limit} are frames not yet
   * taken apart.
   */
  private int pos;

  private int dataEnd;
  private int limit;

  /**
   * Bytes of the present data frame that are not in the buffer yet; if positive then dataEnd is
   * limit.
   */
  private int frameLeft;

  private @Nullable MessageReader messages;
  private @Nullable IdleHook idleHook;
  private Role role = Role.CLIENT;
  private int protocol = Protocol.NEWEST;
  private long rawBytes;

  /** So many of them do not count; none does while this is the largest number. */
  private long uncounted;

  private long dataBegun;
  private int lastPositive = -1;
  private int lastNegative = 1;

  public WireInput(Transport transport) {
    this(transport, new IoTimeout(), DEFAULT_BUFFER);
  }

  /**
   * @param timeout shared with the session's {@link WireOutput}
   * @param bufferSize in bytes, at least 8192
   */
  public WireInput(Transport transport, IoTimeout timeout, int bufferSize) {
    if (bufferSize < 8192) {
      throw new IllegalArgumentException("buffer size " + bufferSize + " < 8192");
    }
    this.transport = transport;
    this.timeout = timeout;
    this.buffer = new byte[bufferSize];
  }

  /** Who reads, for error texts. */
  public void setRole(Role role) {
    this.role = role;
  }

  /** Who reads. */
  public Role role() {
    return role;
  }

  /**
   * The negotiated protocol version: decides how {@link #readNdx} and the 30-dependent integers are
   * read.
   */
  public void setProtocol(int protocol) {
    this.protocol = protocol;
  }

  /** The negotiated protocol version. */
  public int protocol() {
    return protocol;
  }

  /** What to do around waits; null for nothing. */
  public void setIdleHook(@Nullable IdleHook hook) {
    this.idleHook = hook;
  }

  public IoTimeout timeout() {
    return timeout;
  }

  /**
   * The bytes taken from the transport that count, frame headers and messages with them: all, or
   * those since {@link #startCounting}.
   */
  public long bytesRead() {
    return Math.max(0, rawBytes - uncounted);
  }

  /** What comes counts as nothing until {@link #startCounting}. */
  public void stopCounting() {
    uncounted = Long.MAX_VALUE;
  }

  /** What is read from here on counts. */
  public void startCounting() {
    uncounted = rawBytes - (limit - pos);
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

  public boolean isMultiplexing() {
    return messages != null;
  }

  /** Marks the session as one with incremental recursion, which shows in error texts only. */
  public void setIncrementalRecursion(boolean on) {
    if (messages != null) {
      messages.setIncrementalRecursion(on);
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

  /** Two bytes, the low one first: 0 to 65535. */
  public int readShort() {
    int low = readByte();
    return low | readByte() << 8;
  }

  /** Four bytes, the low one first. */
  public int readInt() {
    if (dataEnd - pos >= 4) {
      int p = pos;
      pos = p + 4;
      return intAt(buffer, p);
    }
    int low = readShort();
    return low | readShort() << 16;
  }

  /** Eight bytes, the low one first. */
  public long readLong() {
    long low = readInt() & 0xffffffffL;
    return low | (long) readInt() << 32;
  }

  /** A length-prefixed 32-bit integer of 1 to 5 bytes (docs/protocol.md, "Integers"). */
  public int readVarint() {
    int first = readByte();
    int extra = EXTRA[first >> 2];
    if (extra == 0) {
      return first;
    }
    if (extra > 4) {
      throw ProtocolException.stream("Overflow in read_varint()");
    }
    int value = 0;
    for (int i = 0; i < extra; i++) {
      value |= readByte() << (8 * i);
    }
    if (extra < 4) {
      value |= (first & ((1 << (8 - extra)) - 1)) << (8 * extra);
    }
    return value;
  }

  /**
   * A length-prefixed 64-bit integer of {@code minBytes} to 9 bytes (docs/protocol.md, "Integers").
   *
   * @param minBytes 1 to 8, fixed by the field
   */
  public long readVarlong(int minBytes) {
    int first = readByte();
    long value = 0;
    int shift = 0;
    for (int i = 1; i < minBytes; i++, shift += 8) {
      value |= (long) readByte() << shift;
    }
    int extra = EXTRA[first >> 2];
    if (extra == 0) {
      return value | (long) first << shift;
    }
    if (minBytes + extra > 9) {
      throw ProtocolException.stream("Overflow in read_varlong()");
    }
    for (int i = 0; i < extra; i++, shift += 8) {
      value |= (long) readByte() << shift;
    }
    if (shift < 64) {
      value |= (long) (first & ((1 << (8 - extra)) - 1)) << shift;
    }
    return value;
  }

  /** The 64-bit integer of protocols before 30: 4 bytes, or 12 of which the first four are 0xff. */
  public long readLongInt() {
    int value = readInt();
    return value == -1 ? readLong() : value;
  }

  /** {@link #readVarint} since protocol 30, {@link #readInt} before. */
  public int readVarint30() {
    return protocol < 30 ? readInt() : readVarint();
  }

  /** {@link #readVarlong} since protocol 30, {@link #readLongInt} before. */
  public long readVarlong30(int minBytes) {
    return protocol < 30 ? readLongInt() : readVarlong(minBytes);
  }

  /**
   * {@link #readInt} within bounds; {@code what} names the field in the error, which has exit code
   * 2.
   */
  public int readIntBounded(int low, int high, String what) {
    return bounded(readInt(), low, high, what);
  }

  /**
   * {@link #readVarint} within bounds; {@code what} names the field in the error, which has exit
   * code 2.
   */
  public int readVarintBounded(int low, int high, String what) {
    return bounded(readVarint(), low, high, what);
  }

  private int bounded(int value, int low, int high, String what) {
    if (value < low || value > high) {
      throw ProtocolException.value(
          "wire value "
              + what
              + " out of range: "
              + value
              + " not in ["
              + low
              + ","
              + high
              + "] ["
              + role.text()
              + "]");
    }
    return value;
  }

  /** A varint that is a length of 0 to {@code max}; the error has exit code 2. */
  public int readVarintSize(int max, String what) {
    int value = readVarint();
    if (value < 0 || value > max) {
      throw ProtocolException.value(
          "wire size " + what + " out of range: " + value + " > " + max + " [" + role.text() + "]");
    }
    return value;
  }

  /**
   * A string with its length before it in one or two bytes, at most {@code max} bytes long; the
   * error has code 4.
   */
  public byte[] readVstring(int max) {
    int length = readByte();
    if ((length & 0x80) != 0) {
      length = (length & 0x7f) << 8 | readByte();
    }
    if (length > max) {
      throw new ProtocolException(
          ExitCode.UNSUPPORTED, "over-long vstring received (" + length + " > " + max + ")");
    }
    return readBytes(length);
  }

  /**
   * A file-list index (docs/protocol.md, "Indexes"): 0 and up, or one of the negative marks of
   * {@link Protocol}. Values that fit no int fail with exit code 2.
   */
  public int readNdx() {
    if (protocol < 30) {
      return readInt();
    }
    int first = readByte();
    if (first == 0) {
      return Protocol.NDX_DONE;
    }
    boolean negative = first == 0xff;
    if (negative) {
      first = readByte();
    }
    int last = negative ? lastNegative : lastPositive;
    long value;
    if (first == 0xfe) {
      int high = readByte();
      int next = readByte();
      if ((high & 0x80) != 0) {
        int absolute = (high & 0x7f) << 24 | next | readShort() << 8;
        value = absolute;
      } else {
        value = (high << 8) + next + (long) last;
      }
    } else {
      value = first + (long) last;
    }
    if (value > Integer.MAX_VALUE || value < 0) {
      throw ProtocolException.value(
          "Invalid file index: " + (value & 0xffffffffL) + " [" + role.text() + "]");
    }
    if (negative) {
      lastNegative = (int) value;
      return (int) -value;
    }
    lastPositive = (int) value;
    return (int) value;
  }

  /**
   * Exactly {@code length} bytes as a new array; the caller has checked the length against a limit.
   */
  public byte[] readBytes(int length) {
    byte[] out = new byte[length];
    readFully(out, 0, length);
    return out;
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
    return messages == null ? rawBytes - (limit - pos) : dataBegun - frameLeft - (dataEnd - pos);
  }

  /** At least one byte and at most {@code length} of what is there. */
  public int readSome(byte[] target, int offset, int length) {
    if (pos == dataEnd) {
      int straight = messages == null ? length : Math.min(length, frameLeft);
      if (straight >= DIRECT && pos == limit) {
        int n = receive(target, offset, straight);
        frameLeft -= messages == null ? 0 : n;
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
   * A line of the greeting phase, without its newline and without any carriage return. A NUL in it,
   * or more than {@code max} bytes, fails with exit code 5.
   */
  public byte[] readLine(int max) {
    byte[] line = new byte[Math.min(max, 128)];
    int n = 0;
    while (true) {
      int b = readByte();
      if (b == '\n') {
        return Arrays.copyOf(line, n);
      }
      if (b == '\r') {
        continue;
      }
      if (b == 0 || n == max) {
        throw new ProtocolException(
            ExitCode.START_CLIENT,
            b == 0 ? "NUL in a line of the greeting" : "line longer than " + max + " bytes");
      }
      if (n == line.length) {
        line = Arrays.copyOf(line, Math.min(max, n * 2));
      }
      line[n++] = (byte) b;
    }
  }

  /**
   * One argument, ended by a NUL since protocol 30 and by a line end before; an empty one ends the
   * list. More than {@code max} bytes fail with exit code 2.
   */
  public byte[] readArgument(int max, boolean nulTerminated) {
    byte[] text = new byte[Math.min(max, 64)];
    int n = 0;
    while (true) {
      int b = readByte();
      if (nulTerminated ? b == 0 : b == '\n' || b == '\r') {
        return Arrays.copyOf(text, n);
      }
      if (n == max) {
        throw ProtocolException.value(
            "argument longer than " + max + " bytes [" + role.text() + "]");
      }
      if (n == text.length) {
        text = Arrays.copyOf(text, Math.min(max, n * 2));
      }
      text[n++] = (byte) b;
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
    idleHook = null;
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    timeout.setDeadline(millis, ExitCode.TIMEOUT, "drain");
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
      timeout.clearDeadline();
    }
  }

  /** Takes in and forgets whatever comes, for at most this long or until the stream is over. */
  public void discard(long millis) {
    idleHook = null;
    timeout.setDeadline(millis, ExitCode.TIMEOUT, "drain");
    try {
      while (true) {
        receive(buffer, 0, buffer.length);
      }
    } catch (RsyncException e) {
      messages = null;
      pos = 0;
      dataEnd = 0;
      limit = 0;
      frameLeft = 0;
    } finally {
      timeout.clearDeadline();
    }
  }

  /** Makes at least one byte of data available; only called when there is none. */
  private void refill() {
    MessageReader reader = messages;
    if (reader == null) {
      pos = 0;
      limit = 0;
      dataEnd = 0;
      limit = receive(buffer, 0, buffer.length);
      dataEnd = limit;
      return;
    }
    while (pos == dataEnd) {
      if (frameLeft > 0) {
        pos = 0;
        limit = 0;
        dataEnd = 0;
        limit = receive(buffer, 0, buffer.length);
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
      limit += receive(buffer, limit, buffer.length - limit);
    }
  }

  private int receive(byte[] target, int offset, int length) {
    IdleHook hook = idleHook;
    try {
      while (true) {
        // Before the read: what has arrived is never lost to a bound, and a trickle meets it too.
        timeout.checkDeadline(role);
        long wait = timeout.waitMillis();
        if (hook != null) {
          hook.beforeRead();
          if (hook.hasWork()) {
            wait = Transport.NO_WAIT;
          } else {
            long interval = hook.intervalMillis();
            wait = interval != 0 && (wait == 0 || interval < wait) ? interval : wait;
          }
        }
        int n = transport.read(target, offset, length, wait);
        if (n > 0) {
          rawBytes += n;
          timeout.received();
          return n;
        }
        if (n < 0) {
          throw new ConnectionClosedException(bytesRead(), role);
        }
        if (hook != null) {
          hook.idle();
        }
        timeout.check(role);
      }
    } catch (IOException e) {
      throw IoErrors.failed("read", e, role);
    }
  }

  private static int intAt(byte[] b, int p) {
    return (b[p] & 0xff) | (b[p + 1] & 0xff) << 8 | (b[p + 2] & 0xff) << 16 | b[p + 3] << 24;
  }
}
