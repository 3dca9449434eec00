package org.jrsync.wire;

/**
 * Takes frame headers and messages off a stream (docs/protocol.md, "Frames" and "Messages"),
 * checking each length before anything is read.
 */
final class MessageReader {
  private static final int MAX_TIMEOUT_SECONDS = 86_400;
  private static final int IO_ERROR_BITS = 7;
  private static final int HEADER = 4;

  private final FrameInput in;
  private final MessageListener listener;
  private final boolean server;
  private boolean incrementalRecursion;

  MessageReader(FrameInput in, MessageListener listener, boolean server) {
    this.in = in;
    this.listener = listener;
    this.server = server;
  }

  void setIncrementalRecursion(boolean on) {
    incrementalRecursion = on;
  }

  /**
   * Reads one frame: a data frame's payload is left for the reader, a message is dispatched. A
   * message is taken whole or, where a bound passes while it arrives, not at all: reading can then
   * go on.
   */
  void readFrame() {
    int header = in.peekRawInt();
    int length = header & MessageCode.MAX_FRAME;
    int tag = (header >> 24) - MessageCode.BASE;
    MessageCode code = MessageCode.of(tag);
    if (code == null) {
      throw ProtocolException.stream("unexpected tag " + tag + where());
    }
    switch (code) {
      case DATA -> {
        in.takeRawInt();
        in.beginFrame(length);
      }
      case INFO, WARNING, ERROR, ERROR_XFER -> listener.text(code, takeText(code, length));
      case IO_ERROR -> listener.ioError(takeInt(code, length) & IO_ERROR_BITS);
      case IO_TIMEOUT -> ioTimeout(length);
      case NOOP -> {
        exactly(code, length, 0);
        listener.noop();
      }
      case SUCCESS -> {
        onlyAs(Role.SENDER, code, length);
        success(length);
      }
      case NO_SEND -> {
        onlyAs(Role.RECEIVER, code, length);
        listener.noSend(takeInt(code, length));
      }
      case DELETED -> {
        onlyAs(Role.SENDER, code, length);
        deleted(length);
      }
      case BLOCK_STATS -> blockStats(length);
      case ERROR_EXIT -> errorExit(length);
      default -> throw invalid(code, length);
    }
  }

  /** Waits for a message whose length has been checked, and takes its header. */
  private void begin(int length) {
    in.needRaw(HEADER + length);
    in.takeRawInt();
  }

  private int takeInt(MessageCode code, int length) {
    exactly(code, length, 4);
    return in.takeRawInt();
  }

  private byte[] takeText(MessageCode code, int length) {
    if (length >= Protocol.MAX_LINE) {
      throw ProtocolException.stream(
          "multiplexing overflow " + code.code() + ":" + length + where());
    }
    begin(length);
    return in.takeRaw(length);
  }

  private void ioTimeout(int length) {
    if (server) {
      throw invalid(MessageCode.IO_TIMEOUT, length);
    }
    int seconds = takeInt(MessageCode.IO_TIMEOUT, length);
    // A peer may only shorten the wait, and never to nothing: a timeout of 0 would mean none at
    // all.
    if (seconds <= 0 || seconds > MAX_TIMEOUT_SECONDS) {
      return;
    }
    int ours = in.timeout().seconds();
    if (ours == 0 || ours > seconds) {
      in.timeout().setSeconds(seconds);
      listener.ioTimeout(seconds);
    }
  }

  private void success(int length) {
    if (!listener.hearsIdentities()) {
      listener.success(takeInt(MessageCode.SUCCESS, length), 0, 0);
      return;
    }
    exactly(MessageCode.SUCCESS, length, 20);
    int ndx = in.takeRawInt();
    long dev = takeRawLong();
    listener.success(ndx, dev, takeRawLong());
  }

  private long takeRawLong() {
    long low = in.takeRawInt() & 0xffffffffL;
    return low | (long) in.takeRawInt() << 32;
  }

  private void deleted(int length) {
    byte[] name = takeText(MessageCode.DELETED, length);
    boolean directory = length > 0 && name[length - 1] == 0;
    listener.deleted(directory ? java.util.Arrays.copyOf(name, length - 1) : name, directory);
  }

  private void blockStats(int length) {
    onlyAs(Role.SENDER, MessageCode.BLOCK_STATS, length);
    if (length != 8 || in.protocol() < 33) {
      throw invalid(MessageCode.BLOCK_STATS, length);
    }
    begin(length);
    listener.blockStats(takeRawLong());
  }

  private void errorExit(int length) {
    if (length == 0) {
      begin(length);
      throw new PeerExitException(0, false);
    }
    throw new PeerExitException(takeInt(MessageCode.ERROR_EXIT, length), true);
  }

  /**
   * A message that only one role's peer has a reason to send. What a listener does for it is made
   * for that role's threads.
   */
  private void onlyAs(Role reader, MessageCode code, int length) {
    if (in.role() != reader) {
      throw invalid(code, length);
    }
  }

  /** Begins a message that has one length only. */
  private void exactly(MessageCode code, int length, int expected) {
    if (length != expected) {
      throw invalid(code, length);
    }
    begin(length);
  }

  private ProtocolException invalid(MessageCode code, int length) {
    return ProtocolException.stream(
        "invalid multi-message " + code.code() + ":" + length + where());
  }

  private String where() {
    return " [" + in.role().text() + (incrementalRecursion ? "/inc" : "") + "]";
  }
}
