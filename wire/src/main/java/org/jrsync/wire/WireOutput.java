package org.jrsync.wire;

/**
 * Writes the protocol's primitives to a {@link Transport}, in multiplexed frames where that has
 * been switched on (docs/protocol.md, "Integers" and "Frames"). Used by one thread. Nothing is sent
 * before the buffer is full or {@link #flush} is called; failures of the transport have exit code
 * 10.
 */
public final class WireOutput extends FrameOutput {
  /** The usual buffer, in bytes; also the longest data frame, with its header. */
  public static final int DEFAULT_BUFFER = 64 * 1024;

  private int protocol = Protocol.NEWEST;
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
    super(transport, timeout, bufferSize);
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
}
