package org.jrsync.wire;

import java.util.Arrays;

/**
 * Reads the protocol's primitives from a {@link Transport}, taking multiplexed frames apart where
 * that has been switched on (docs/protocol.md, "Integers" and "Frames"). Used by one thread.
 *
 * <p>Every read waits for what it needs. It fails with exit code 12 where the stream ends, 10 where
 * the transport fails, 30 where {@link IoTimeout} says so, and {@link PeerExitException} where the
 * peer ends the session.
 */
public final class WireInput extends FrameInput {
  /** The usual buffer, in bytes. */
  public static final int DEFAULT_BUFFER = 64 * 1024;

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
    super(transport, timeout, bufferSize);
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
    return protocol() < 30 ? readInt() : readVarint();
  }

  /** {@link #readVarlong} since protocol 30, {@link #readLongInt} before. */
  public long readVarlong30(int minBytes) {
    return protocol() < 30 ? readLongInt() : readVarlong(minBytes);
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
              + role().text()
              + "]");
    }
    return value;
  }

  /** A varint that is a length of 0 to {@code max}; the error has exit code 2. */
  public int readVarintSize(int max, String what) {
    int value = readVarint();
    if (value < 0 || value > max) {
      throw ProtocolException.value(
          "wire size "
              + what
              + " out of range: "
              + value
              + " > "
              + max
              + " ["
              + role().text()
              + "]");
    }
    return value;
  }

  /**
   * A string with its length before it in one or two bytes.
   *
   * @param max the most bytes it may have
   * @param excess what a longer one ends with
   */
  public byte[] readVstring(int max, ExitCode excess) {
    int length = readByte();
    if ((length & 0x80) != 0) {
      length = (length & 0x7f) << 8 | readByte();
    }
    if (length > max) {
      throw new ProtocolException(
          excess, "over-long vstring received (" + length + " > " + max + ")");
    }
    return readBytes(length);
  }

  /**
   * A file-list index (docs/protocol.md, "Indexes"): 0 and up, or one of the negative marks of
   * {@link Protocol}. Values that fit no int fail with exit code 2.
   */
  public int readNdx() {
    if (protocol() < 30) {
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
          "Invalid file index: " + (value & 0xffffffffL) + " [" + role().text() + "]");
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
            "argument longer than " + max + " bytes [" + role().text() + "]");
      }
      if (n == text.length) {
        text = Arrays.copyOf(text, Math.min(max, n * 2));
      }
      text[n++] = (byte) b;
    }
  }
}
