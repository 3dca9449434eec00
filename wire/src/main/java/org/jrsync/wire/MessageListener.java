package org.jrsync.wire;

/**
 * Takes the messages that arrive between data frames (docs/protocol.md, "Messages"). Called on the
 * thread that reads, inside whatever read met the message; it must not read from the same {@link
 * WireInput}.
 */
public interface MessageListener {
  /**
   * Text for people or logs.
   *
   * @param code INFO, WARNING, ERROR or ERROR_XFER
   * @param text at most 5119 bytes, usually ending in a newline; the callee may keep it
   */
  void text(MessageCode code, byte[] text);

  /**
   * The peer met I/O errors: {@code flags} holds bits 1 (general), 2 (vanished) and 4 (deletion
   * limit) only.
   */
  void ioError(int flags);

  /**
   * The daemon enforces a timeout of 1 to 86400 seconds; the reader's {@link IoTimeout} already
   * follows it.
   */
  default void ioTimeout(int seconds) {}

  /** A keep-alive arrived. */
  default void noop() {}

  /**
   * The receiving side has file {@code ndx} in place.
   *
   * @param dev where {@link #hearsIdentities}, the device of the file that is there; 0 if not known
   * @param ino its number on the device
   */
  default void success(int ndx, long dev, long ino) {}

  /** Whether both sides are one program, whose messages of success say which file is meant. */
  default boolean hearsIdentities() {
    return false;
  }

  /** The sender will not send file {@code ndx}. */
  default void noSend(int ndx) {}

  /** The receiving side deleted {@code name} (without a NUL at its end), at most 5119 bytes. */
  default void deleted(byte[] name, boolean directory) {}

  /** The receiving side wrote this many 4 KiB blocks (protocol 33). */
  default void blockStats(long touchedBlocks) {}
}
