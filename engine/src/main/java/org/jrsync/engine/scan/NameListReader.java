package org.jrsync.engine.scan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes the names out of a {@code --files-from} list (docs/protocol.md, "The list of
 * --files-from"). A list that the peer forwards ends at an empty name; one that is this side's own
 * ends with its file, and may have empty lines and comments.
 */
public final class NameListReader implements NameList {
  /** Longest name that is taken, in bytes; as with rsync, what goes beyond it is cut off. */
  public static final int MAX_NAME = 4095;

  /** The bytes of a list. */
  @FunctionalInterface
  public interface Bytes {
    /** The next byte, 0 to 255, or -1 at the end. */
    int read();
  }

  private final Bytes bytes;
  private final boolean nulls;
  private final boolean forwarded;
  private final byte[] name = new byte[MAX_NAME];

  private NameListReader(Bytes bytes, boolean nulls, boolean forwarded) {
    this.bytes = bytes;
    this.nulls = nulls;
    this.forwarded = forwarded;
  }

  /**
   * A list of this side's own.
   *
   * @param nulls whether names end with a NUL and not with a line
   */
  public static NameListReader own(Bytes bytes, boolean nulls) {
    return new NameListReader(bytes, nulls, false);
  }

  /** A list that the peer forwards. */
  public static NameListReader forwarded(Bytes bytes) {
    return new NameListReader(bytes, true, true);
  }

  @Override
  public byte @Nullable [] next() {
    while (true) {
      int length = readOne();
      if (length == 0) {
        return null;
      }
      if (forwarded || (name[0] != '#' && name[0] != ';')) {
        return Arrays.copyOf(name, untilNul(length));
      }
    }
  }

  private int readOne() {
    int length = 0;
    while (true) {
      int b = bytes.read();
      if (b < 0) {
        return length;
      }
      if (nulls ? b != 0 : b != '\n' && b != '\r') {
        if (length < MAX_NAME) {
          name[length++] = (byte) b;
        }
      } else if (forwarded || length > 0) {
        return length;
      }
    }
  }

  /** No name of a file has a NUL in it. */
  private int untilNul(int length) {
    int end = 0;
    while (end < length && name[end] != 0) {
      end++;
    }
    return end;
  }
}
