package org.jrsync.engine.report;

import java.util.Arrays;
import org.jrsync.posix.FileMode;
import org.jspecify.annotations.Nullable;

/**
 * The changes that {@code --chmod} makes to modes: a comma-separated list of chmod(1)'s symbolic
 * changes or octal modes, each for directories only behind a {@code D}, for other files only behind
 * an {@code F}.
 */
public final class ChmodSpec {
  private static final int ALL = FileMode.PERMISSION_MASK;
  private static final int EXECUTE = 0111;

  private enum Operator {
    ADD,
    REMOVE,
    SET,
    OCTAL
  }

  /**
   * One change.
   *
   * @param who execute bits of the classes it is for
   * @param bits permission bits it is about
   * @param copyFrom execute bit of the class whose permissions it copies, or 0
   * @param copyMask bits that copying may touch
   * @param keep bits that an assignment leaves alone
   */
  private record Change(
      Operator operator,
      int who,
      int bits,
      int copyFrom,
      int copyMask,
      int keep,
      boolean conditionalExecute,
      boolean directories,
      boolean files) {}

  private final Change[] changes;

  private ChmodSpec(Change[] changes) {
    this.changes = changes;
  }

  /**
   * Reads the option's argument.
   *
   * @param umask file mode creation mask, which changes without a class respect
   * @return null if the text is no valid list
   */
  public static @Nullable ChmodSpec parse(String text, int umask) {
    Change[] changes = new Change[4];
    int count = 0;
    int start = 0;
    while (true) {
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      Change change = parseChange(text, start, end, umask);
      if (change == null) {
        return null;
      }
      if (count == changes.length) {
        changes = Arrays.copyOf(changes, count * 2);
      }
      changes[count++] = change;
      if (comma < 0) {
        return new ChmodSpec(Arrays.copyOf(changes, count));
      }
      start = comma + 1;
    }
  }

  /** These changes and then the other's. */
  public ChmodSpec then(ChmodSpec other) {
    Change[] both = Arrays.copyOf(changes, changes.length + other.changes.length);
    System.arraycopy(other.changes, 0, both, changes.length, other.changes.length);
    return new ChmodSpec(both);
  }

  private static @Nullable Change parseChange(String text, int start, int end, int umask) {
    boolean directories = false;
    boolean files = false;
    int who = 0;
    int specialFor = 0;
    int at = start;
    for (; at < end; at++) {
      char c = text.charAt(at);
      if (c == 'D') {
        directories = true;
      } else if (c == 'F') {
        files = true;
      } else if (c == 'u') {
        who |= 0100;
        specialFor |= 04000;
      } else if (c == 'g') {
        who |= 0010;
        specialFor |= 02000;
      } else if (c == 'o') {
        who |= 0001;
      } else if (c == 'a') {
        who |= EXECUTE;
        specialFor |= 06000;
      } else {
        break;
      }
    }
    if (at == end || (directories && files)) {
      return null;
    }
    char c = text.charAt(at);
    if (c >= '0' && c <= '7' && who == 0) {
      int mode = octal(text, at, end);
      return mode < 0
          ? null
          : new Change(Operator.OCTAL, 0, mode, 0, ALL, 0, false, directories, files);
    }
    Operator operator =
        switch (c) {
          case '+' -> Operator.ADD;
          case '-' -> Operator.REMOVE;
          case '=' -> Operator.SET;
          default -> null;
        };
    if (operator == null) {
      return null;
    }
    return symbolic(text, at + 1, end, operator, who, specialFor, umask, directories, files);
  }

  private static @Nullable Change symbolic(
      String text,
      int start,
      int end,
      Operator operator,
      int whoGiven,
      int specialFor,
      int umask,
      boolean directories,
      boolean files) {
    int what = 0;
    int special = 0;
    int copyFrom = 0;
    boolean conditionalExecute = false;
    for (int at = start; at < end; at++) {
      int copied = 0;
      switch (text.charAt(at)) {
        case 'r' -> what |= 4;
        case 'w' -> what |= 2;
        case 'X' -> {
          conditionalExecute = true;
          what |= 1;
        }
        case 'x' -> what |= 1;
        case 's' -> special = specialFor != 0 ? special | specialFor : 04000;
        case 't' -> special |= 01000;
        case 'u' -> copied = 0100;
        case 'g' -> copied = 0010;
        case 'o' -> copied = 0001;
        default -> {
          return null;
        }
      }
      boolean alone = copied == 0 ? copyFrom == 0 : (what | special | copyFrom) == 0;
      if (!alone) {
        return null;
      }
      copyFrom |= copied;
    }
    int who = whoGiven != 0 ? whoGiven : EXECUTE;
    int mask = whoGiven != 0 ? ALL : ~umask;
    int bits = who * what & (whoGiven != 0 ? ALL : ~umask);
    int keep = ALL - who * 7;
    if (special != 0) {
      keep &= ~specialFor;
    }
    if (copyFrom != 0) {
      keep &= ~specialBits(who);
    }
    return new Change(
        operator,
        who,
        bits + special,
        copyFrom,
        mask,
        keep,
        conditionalExecute,
        directories,
        files);
  }

  private static int specialBits(int who) {
    return ((who & 0100) != 0 ? 04000 : 0)
        | ((who & 0010) != 0 ? 02000 : 0)
        | ((who & 0001) != 0 ? 01000 : 0);
  }

  private static int octal(String text, int start, int end) {
    int mode = 0;
    for (int at = start; at < end; at++) {
      int digit = text.charAt(at) - '0';
      mode = mode * 8 + digit;
      if (digit < 0 || digit > 7 || mode > ALL) {
        return -1;
      }
    }
    return mode;
  }

  /** The mode after all changes; type bits stay as they are. */
  public int apply(int mode) {
    boolean directory = FileMode.isDirectory(mode);
    boolean executable = (mode & EXECUTE) != 0;
    int type = mode & ~ALL;
    int now = mode;
    for (Change change : changes) {
      if (directory ? change.files : change.directories) {
        continue;
      }
      int bits = change.bits;
      if (change.conditionalExecute && !executable && !directory) {
        bits &= ~EXECUTE;
      }
      int copied = change.who * permissions(now, change.copyFrom) & change.copyMask;
      now =
          switch (change.operator) {
            case ADD -> (now & ALL) | bits | copied;
            case REMOVE -> now & ALL & ~change.bits & ~copied;
            case SET -> (now & change.keep) | bits | copied;
            case OCTAL -> bits;
          };
    }
    return now | type;
  }

  private static int permissions(int mode, int from) {
    return switch (from) {
      case 0100 -> mode >> 6 & 7;
      case 0010 -> mode >> 3 & 7;
      case 0001 -> mode & 7;
      default -> 0;
    };
  }
}
