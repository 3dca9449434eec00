package org.jrsync.engine.filter;

import java.util.Arrays;

/**
 * A compiled rsync wildcard pattern.
 *
 * <p>{@code ?} is any byte but a slash, {@code *} any run without a slash, {@code **} (or more
 * stars) any run, {@code [...]} a set of bytes without the slash, and a backslash makes the next
 * byte literal. A pattern with an unfinished bracket or a final backslash matches nothing.
 *
 * <p>The usual match backs up to the last star and the last double star only, which is exact,
 * because any earlier star could only reach what a later one reaches as well. Should that take more
 * than a fixed multiple of the input's length, the match is decided by following all alternatives
 * at once, so that no pattern costs more than pattern length times name length.
 */
public final class Wildmatch {
  private static final int STAR = 256;
  private static final int STAR_STAR = 257;
  private static final int ANY = 258;
  private static final int FIRST_CLASS = 259;
  private static final int BACKUPS_PER_BYTE = 16;

  private static final byte[] NOTHING = {};

  private final int[] tokens;
  private final long[] classes;
  private final boolean impossible;
  private final boolean foldCase;

  private Wildmatch(int[] tokens, long[] classes, boolean impossible, boolean foldCase) {
    this.tokens = tokens;
    this.classes = classes;
    this.impossible = impossible;
    this.foldCase = foldCase;
  }

  /** Compiles a case-sensitive pattern. */
  public static Wildmatch compile(byte[] pattern) {
    return compile(pattern, 0, pattern.length, false);
  }

  /** Compiles a pattern for which ASCII letters match in either case. */
  public static Wildmatch compileIgnoringCase(byte[] pattern) {
    return compile(pattern, 0, pattern.length, true);
  }

  static Wildmatch compile(byte[] pattern, int start, int end, boolean foldCase) {
    int[] tokens = new int[end - start];
    long[] classes = {};
    int count = 0;
    int at = start;
    long[] set = new long[4];
    while (at < end) {
      int c = pattern[at++] & 0xff;
      switch (c) {
        case '*' -> {
          int from = at;
          while (at < end && pattern[at] == '*') {
            at++;
          }
          tokens[count++] = at == from ? STAR : STAR_STAR;
        }
        case '?' -> tokens[count++] = ANY;
        case '\\' -> {
          if (at >= end) {
            return new Wildmatch(new int[0], classes, true, foldCase);
          }
          tokens[count++] = CharacterClass.fold(pattern[at++] & 0xff, foldCase);
        }
        case '[' -> {
          at = CharacterClass.parse(pattern, at, end, foldCase, set);
          if (at == CharacterClass.MALFORMED) {
            return new Wildmatch(new int[0], classes, true, foldCase);
          }
          tokens[count++] = FIRST_CLASS + classes.length / 4;
          classes = Arrays.copyOf(classes, classes.length + 4);
          System.arraycopy(set, 0, classes, classes.length - 4, 4);
        }
        default -> tokens[count++] = CharacterClass.fold(c, foldCase);
      }
    }
    return new Wildmatch(Arrays.copyOf(tokens, count), classes, false, foldCase);
  }

  /** Whether the whole of {@code text} matches. */
  public boolean matches(byte[] text) {
    return matches(NOTHING, text, 0, text.length, false, 0);
  }

  /**
   * Whether the text made of {@code prefix}, the named slice and, if wanted, a final slash matches.
   *
   * @param where 0: from the start; positive: only the last that many slash-separated parts, and
   *     none when there are fewer; negative: from the start or after any slash
   */
  boolean matches(byte[] prefix, byte[] name, int offset, int length, boolean slash, int where) {
    if (impossible) {
      return false;
    }
    Subject text = new Subject(prefix, name, offset, length, slash);
    if (where >= 0) {
      int start = where == 0 ? 0 : text.startOfTrailing(where);
      return start >= 0 && matchesFrom(text, start, false);
    }
    return matchesFrom(text, 0, true);
  }

  /** As the usual match, but by following all alternatives from the beginning. */
  boolean matchesThoroughly(byte[] text, boolean afterSlashes) {
    return !impossible
        && simulate(new Subject(NOTHING, text, 0, text.length, false), 0, afterSlashes);
  }

  private boolean matchesFrom(Subject text, int start, boolean afterSlashes) {
    int size = text.size();
    long backups = 0;
    long most = (long) BACKUPS_PER_BYTE * (size + tokens.length + 1);
    int from = start;
    while (true) {
      int at = from;
      int token = 0;
      int star = -1;
      int starAt = 0;
      int doubleStar = -1;
      int doubleStarAt = 0;
      while (true) {
        if (token == tokens.length) {
          if (at == size) {
            return true;
          }
        } else if (tokens[token] == STAR) {
          star = token++;
          starAt = at;
          continue;
        } else if (tokens[token] == STAR_STAR) {
          if (token + 1 == tokens.length) {
            return true;
          }
          doubleStar = token++;
          doubleStarAt = at;
          star = -1;
          continue;
        } else if (at == size) {
          // More is wanted than is left: starting anything later leaves even less.
          return false;
        } else if (accepts(tokens[token], text.at(at))) {
          token++;
          at++;
          continue;
        }
        if (++backups > most) {
          return simulate(text, start, afterSlashes);
        }
        if (star >= 0 && text.at(starAt) != '/') {
          at = ++starAt;
          token = star + 1;
        } else if (doubleStar >= 0) {
          at = ++doubleStarAt;
          token = doubleStar + 1;
          star = -1;
        } else {
          break;
        }
      }
      if (!afterSlashes) {
        return false;
      }
      while (from < size && text.at(from) != '/') {
        from++;
      }
      if (++from > size) {
        return false;
      }
    }
  }

  /** Follows every alternative at once; the cost is the product of the two lengths. */
  private boolean simulate(Subject text, int start, boolean afterSlashes) {
    int size = text.size();
    boolean[] now = new boolean[tokens.length + 1];
    boolean[] next = new boolean[tokens.length + 1];
    now[0] = true;
    skipStars(now);
    for (int i = start; i < size; i++) {
      int c = text.at(i);
      Arrays.fill(next, false);
      for (int state = 0; state < tokens.length; state++) {
        if (!now[state]) {
          continue;
        }
        int token = tokens[state];
        if (token == STAR_STAR || (token == STAR && c != '/')) {
          next[state] = true;
        } else if (token != STAR && accepts(token, c)) {
          next[state + 1] = true;
        }
      }
      if (afterSlashes && c == '/') {
        next[0] = true;
      }
      skipStars(next);
      boolean[] swap = now;
      now = next;
      next = swap;
    }
    return now[tokens.length];
  }

  private void skipStars(boolean[] states) {
    for (int state = 0; state < tokens.length; state++) {
      if (states[state] && (tokens[state] == STAR || tokens[state] == STAR_STAR)) {
        states[state + 1] = true;
      }
    }
  }

  private boolean accepts(int token, int c) {
    if (token < STAR) {
      return token == CharacterClass.fold(c, foldCase);
    }
    return token == ANY ? c != '/' : CharacterClass.contains(classes, (token - FIRST_CLASS) * 4, c);
  }

  /** The bytes matched against: prefix, name slice, optional slash. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Subject(byte[] prefix, byte[] name, int offset, int length, boolean slash) {
    int size() {
      return prefix.length + length + (slash ? 1 : 0);
    }

    int at(int index) {
      int inName = index - prefix.length;
      if (inName < 0) {
        return prefix[index] & 0xff;
      }
      return inName < length ? name[offset + inName] & 0xff : '/';
    }

    /** Start of the last {@code parts} parts, or -1 if there are fewer. */
    int startOfTrailing(int parts) {
      int left = parts;
      for (int i = size() - 1; i >= 0; i--) {
        if (at(i) == '/' && --left == 0) {
          return i + 1;
        }
      }
      return left == 1 ? 0 : -1;
    }
  }
}
