package org.jrsync.engine.filter;

import java.util.Arrays;

/**
 * A bracket expression of a wildcard pattern, as a set of the 256 byte values.
 *
 * <p>Named classes such as {@code [:alpha:]} mean ASCII only: in the multi-byte and C locales that
 * rsync runs in, no byte above 127 belongs to any of them. A slash is never a member.
 */
final class CharacterClass {
  /** Returned by {@link #parse} for an expression that can never match. */
  static final int MALFORMED = -1;

  private CharacterClass() {}

  /**
   * Reads the expression whose {@code [} stands at {@code start - 1}.
   *
   * @param set receives the members, four longs
   * @param foldCase whether subjects are lowered before they are looked up
   * @return the index after the closing bracket, or {@link #MALFORMED}
   */
  static int parse(byte[] pattern, int start, int end, boolean foldCase, long[] set) {
    Arrays.fill(set, 0L);
    int at = start;
    boolean inverted = at < end && (pattern[at] == '!' || pattern[at] == '^');
    if (inverted) {
      at++;
    }
    // Low end of a possible range; 0 where no range may start (a NUL never occurs in a pattern).
    int low = 0;
    boolean first = true;
    while (true) {
      if (at >= end) {
        return MALFORMED;
      }
      int c = pattern[at] & 0xff;
      if (c == ']' && !first) {
        break;
      }
      first = false;
      if (c == '\\') {
        if (++at >= end) {
          return MALFORMED;
        }
        low = fold(pattern[at] & 0xff, foldCase);
        add(set, low);
        at++;
      } else if (c == '-' && low != 0 && at + 1 < end && pattern[at + 1] != ']') {
        at++;
        if (pattern[at] == '\\' && ++at >= end) {
          return MALFORMED;
        }
        addRange(set, low, fold(pattern[at] & 0xff, foldCase));
        low = 0;
        at++;
      } else if (c == '[' && at + 1 < end && pattern[at + 1] == ':') {
        int name = at + 2;
        int close = name;
        while (close < end && pattern[close] != ']') {
          close++;
        }
        if (close >= end) {
          return MALFORMED;
        }
        int length = close - name - 1;
        if (length < 0 || pattern[close - 1] != ':') {
          low = '[';
          add(set, low);
          at++;
        } else if (addNamed(set, pattern, name, length)) {
          low = 0;
          at = close + 1;
        } else {
          return MALFORMED;
        }
      } else {
        low = fold(c, foldCase);
        add(set, low);
        at++;
      }
    }
    finish(set, inverted, foldCase);
    return at + 1;
  }

  static int fold(int c, boolean foldCase) {
    return foldCase && c >= 'A' && c <= 'Z' ? c + 32 : c;
  }

  private static void finish(long[] set, boolean inverted, boolean foldCase) {
    if (inverted) {
      for (int i = 0; i < set.length; i++) {
        set[i] = ~set[i];
      }
    }
    if (foldCase) {
      for (int c = 'A'; c <= 'Z'; c++) {
        remove(set, c);
        if (contains(set, 0, c + 32)) {
          add(set, c);
        }
      }
    }
    remove(set, '/');
  }

  static boolean contains(long[] sets, int offset, int c) {
    return (sets[offset + (c >> 6)] >>> (c & 63) & 1) != 0;
  }

  private static void add(long[] set, int c) {
    set[c >> 6] |= 1L << (c & 63);
  }

  private static void remove(long[] set, int c) {
    set[c >> 6] &= ~(1L << (c & 63));
  }

  private static void addRange(long[] set, int from, int to) {
    for (int c = from; c <= to; c++) {
      add(set, c);
    }
  }

  private static boolean addNamed(long[] set, byte[] pattern, int at, int length) {
    if (is("alpha", pattern, at, length)) {
      addLetters(set);
    } else if (is("digit", pattern, at, length)) {
      addRange(set, '0', '9');
    } else if (is("alnum", pattern, at, length)) {
      addLetters(set);
      addRange(set, '0', '9');
    } else if (is("upper", pattern, at, length)) {
      addRange(set, 'A', 'Z');
    } else if (is("lower", pattern, at, length)) {
      addRange(set, 'a', 'z');
    } else if (is("space", pattern, at, length)) {
      addRange(set, '\t', '\r');
      add(set, ' ');
    } else if (is("blank", pattern, at, length)) {
      add(set, '\t');
      add(set, ' ');
    } else if (is("punct", pattern, at, length)) {
      addRange(set, '!', '/');
      addRange(set, ':', '@');
      addRange(set, '[', '`');
      addRange(set, '{', '~');
    } else if (is("print", pattern, at, length)) {
      addRange(set, ' ', '~');
    } else if (is("graph", pattern, at, length)) {
      addRange(set, '!', '~');
    } else if (is("cntrl", pattern, at, length)) {
      addRange(set, 0, 31);
      add(set, 127);
    } else if (is("xdigit", pattern, at, length)) {
      addRange(set, '0', '9');
      addRange(set, 'A', 'F');
      addRange(set, 'a', 'f');
    } else {
      return false;
    }
    return true;
  }

  private static void addLetters(long[] set) {
    addRange(set, 'A', 'Z');
    addRange(set, 'a', 'z');
  }

  private static boolean is(String name, byte[] pattern, int at, int length) {
    if (name.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (pattern[at + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
