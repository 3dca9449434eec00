package org.jrsync.wire;

/**
 * Takes frame headers and messages off a {@link WireInput} (docs/protocol.md, "Frames" and
 * "Messages"), checking each length before anything is read.
 */
final class MessageReader {
  private static final int MAX_TIMEOUT_SECONDS = 86_400;
  private static final int IO_ERROR_BITS = 7;

  private final WireInput in;
  private final MessageListener listener;
  private final boolean server;
  private boolean incrementalRecursion;

  MessageReader(WireInput in, MessageListener listener, boolean server) {
    this.in = in;
    this.listener = listener;
    this.server = server;
  }

  void setIncrementalRecursion(boolean on) {
    incrementalRecursion = on;
  }

  /** Reads one frame: a data frame's payload is left for the reader, a message is dispatched. */
  void readFrame() {
    int header = in.takeRawInt();
    int length = header & MessageCode.MAX_FRAME;
    int tag = (header >> 24) - MessageCode.BASE;
    MessageCode code = MessageCode.of(tag);
    if (code == null) {
      throw ProtocolException.stream("unexpected tag " + tag + where());
    }
    switch (code) {
      case DATA -> in.beginFrame(length);
      case INFO, WARNING, ERROR, ERROR_XFER -> {
        checkText(code, length);
        listener.text(code, in.takeRaw(length));
      }
      case IO_ERROR -> {
        exactly(code, length, 4);
        listener.ioError(in.takeRawInt() & IO_ERROR_BITS);
      }
      case IO_TIMEOUT -> ioTimeout(length);
      case NOOP -> {
        exactly(code, length, 0);
        listener.noop();
      }
      case SUCCESS -> {
        exactly(code, length, 4);
        listener.success(in.takeRawInt());
      }
      case NO_SEND -> {
        exactly(code, length, 4);
        listener.noSend(in.takeRawInt());
      }
      case DELETED -> deleted(length);
      case BLOCK_STATS -> blockStats(length);
      case ERROR_EXIT -> errorExit(length);
      default -> throw invalid(code, length);
    }
  }

  private void ioTimeout(int length) {
    if (length != 4 || server) {
      throw invalid(MessageCode.IO_TIMEOUT, length);
    }
    int seconds = in.takeRawInt();
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

  private void deleted(int length) {
    checkText(MessageCode.DELETED, length);
    byte[] name = in.takeRaw(length);
    boolean directory = length > 0 && name[length - 1] == 0;
    listener.deleted(directory ? java.util.Arrays.copyOf(name, length - 1) : name, directory);
  }

  private void blockStats(int length) {
    if (length != 8 || in.protocol() < 33 || in.role() != Role.SENDER) {
      throw invalid(MessageCode.BLOCK_STATS, length);
    }
    long low = in.takeRawInt() & 0xffffffffL;
    listener.blockStats(low | (long) in.takeRawInt() << 32);
  }

  private void errorExit(int length) {
    if (length == 0) {
      throw new PeerExitException(0, false);
    }
    exactly(MessageCode.ERROR_EXIT, length, 4);
    throw new PeerExitException(in.takeRawInt(), true);
  }

  private void exactly(MessageCode code, int length, int expected) {
    if (length != expected) {
      throw invalid(code, length);
    }
  }

  private void checkText(MessageCode code, int length) {
    if (length >= Protocol.MAX_LINE) {
      throw ProtocolException.stream(
          "multiplexing overflow " + code.code() + ":" + length + where());
    }
  }

  private ProtocolException invalid(MessageCode code, int length) {
    return ProtocolException.stream(
        "invalid multi-message " + code.code() + ":" + length + where());
  }

  private String where() {
    return " [" + in.role().text() + (incrementalRecursion ? "/inc" : "") + "]";
  }
}
