package org.jrsync.wire;

import org.jspecify.annotations.Nullable;

/** The kinds of multiplexed frames (docs/protocol.md, "Messages"). */
public enum MessageCode {
  /** Payload of the data stream. */
  DATA(0),
  /** An error about one file: the run ends with exit code 23. */
  ERROR_XFER(1),
  INFO(2),
  ERROR(3),
  WARNING(4),
  /** Between the receiving side's own halves only; refused from a peer. */
  ERROR_SOCKET(5),
  /** Between the receiving side's own halves only; refused from a peer. */
  LOG(6),
  /** Never sent. */
  CLIENT(7),
  /** An ERROR in the wire's charset, within this side only; refused from a peer. */
  ERROR_UTF8(8),
  /** Between the receiving side's own halves only; refused from a peer. */
  REDO(9),
  /** Between the receiving side's own halves only; refused from a peer. */
  STATS(10),
  /** Protocol 33: the receiving side's count of touched 4 KiB blocks, told to the sender. */
  BLOCK_STATS(11),
  /** The sending side met an I/O error. */
  IO_ERROR(22),
  /** A daemon tells its client the timeout that it enforces, in seconds. */
  IO_TIMEOUT(33),
  /** Nothing: protocol 30's keep-alive. */
  NOOP(42),
  /** An error exit that both sides make together. */
  ERROR_EXIT(86),
  /** The file with this index was updated (for --remove-source-files). */
  SUCCESS(100),
  /** The receiving side deleted this name. */
  DELETED(101),
  /** The sender could not open the file with this index. */
  NO_SEND(102);

  /** What is added to a code in the top byte of a frame header. */
  public static final int BASE = 7;

  /** The longest payload that a frame header can state, in bytes. */
  public static final int MAX_FRAME = 0xffffff;

  private static final @Nullable MessageCode[] BY_CODE = new @Nullable MessageCode[103];

  static {
    for (MessageCode m : values()) {
      BY_CODE[m.code] = m;
    }
  }

  private final int code;

  MessageCode(int code) {
    this.code = code;
  }

  /** The number on the wire, without {@link #BASE}. */
  public int code() {
    return code;
  }

  /** The kind with this number, or null where none is defined. */
  public static @Nullable MessageCode of(int code) {
    return code < 0 || code >= BY_CODE.length ? null : BY_CODE[code];
  }
}
