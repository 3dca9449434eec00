package org.jrsync.interop.record;

/**
 * How far one direction of a daemon's session has come, in a measure that is the same for any two
 * programs: lines and names are counted as such, data in bytes without its frames and without the
 * messages between them.
 */
final class Progress {
  private static final int STAGE = 40;
  private static final int FRAME_BASE = 7;
  private static final int ERROR_EXIT = 86;

  private enum Stage {
    LINES,
    ARGUMENTS,
    FLAGS,
    NAMES,
    SEED,
    HEADER,
    PAYLOAD,
    RAW
  }

  private final boolean client;
  private final boolean modern;
  private final int names;
  private Stage stage = Stage.LINES;
  private int lines;
  private int namesDone;
  private int taken;
  private int number;
  private boolean data;
  private boolean failed;
  private long bytes;

  /**
   * @param client whether the direction is the client's
   * @param protocol the version that both will speak
   * @param names how many lists of names are negotiated
   */
  Progress(boolean client, int protocol, int names) {
    this.client = client;
    this.modern = protocol >= 30;
    this.names = modern ? names : 0;
  }

  /** Notes bytes that passed. */
  void feed(byte[] source, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      feed(source[i] & 0xff);
    }
  }

  /** A measure that grows; only its order means something. */
  long count() {
    return switch (stage) {
      case LINES -> lines;
      case ARGUMENTS -> 1L << STAGE;
      case FLAGS -> 2L << STAGE;
      case NAMES -> (3L << STAGE) + namesDone;
      case SEED -> 4L << STAGE;
      case HEADER, PAYLOAD, RAW -> inData(bytes);
    };
  }

  /** The measure of a direction that has said so many bytes of data. */
  static long inData(long bytes) {
    return (5L << STAGE) + bytes;
  }

  /** Whether the direction has announced that it ends with an error. */
  boolean hasFailed() {
    return failed;
  }

  /** Whether it has come to the data, which is in frames unless an old client sends it. */
  boolean inData() {
    return stage.compareTo(Stage.HEADER) >= 0;
  }

  private void feed(int b) {
    switch (stage) {
      case LINES -> line(b);
      case ARGUMENTS -> argument(b);
      case FLAGS -> flags(b);
      case NAMES -> name(b);
      case SEED -> {
        if (++taken == 4) {
          enter(Stage.HEADER);
        }
      }
      case HEADER -> header(b);
      case PAYLOAD -> {
        bytes += data ? 1 : 0;
        if (--number == 0) {
          enter(Stage.HEADER);
        }
      }
      case RAW -> bytes++;
    }
  }

  private void enter(Stage next) {
    stage = next;
    taken = 0;
    number = 0;
    if (stage == Stage.NAMES && namesDone == names) {
      enter(client ? modern ? Stage.HEADER : Stage.RAW : Stage.SEED);
    }
  }

  private void line(int b) {
    if (b == '\n' && ++lines == 2) {
      enter(client ? Stage.ARGUMENTS : modern ? Stage.FLAGS : Stage.NAMES);
    }
  }

  private void argument(int b) {
    if (b != (modern ? 0 : '\n')) {
      taken++;
    } else if (taken == 0) {
      enter(Stage.NAMES);
    } else {
      taken = 0;
    }
  }

  /** A variable-length integer, of which the first byte's leading ones count the further bytes. */
  private void flags(int b) {
    if (taken++ == 0) {
      number = Integer.numberOfLeadingZeros(~b << 24);
    } else {
      number--;
    }
    if (number == 0) {
      enter(Stage.NAMES);
    }
  }

  private void name(int b) {
    if (taken++ == 0) {
      number = b;
    } else {
      number--;
    }
    if (number == 0) {
      namesDone++;
      enter(Stage.NAMES);
    }
  }

  private void header(int b) {
    number |= b << (8 * taken);
    if (++taken < 4) {
      return;
    }
    data = number >>> 24 == FRAME_BASE;
    failed |= number >>> 24 == FRAME_BASE + ERROR_EXIT;
    int length = number & 0xffffff;
    enter(length == 0 ? Stage.HEADER : Stage.PAYLOAD);
    number = length;
  }
}
