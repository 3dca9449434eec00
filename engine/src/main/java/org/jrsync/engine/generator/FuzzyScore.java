package org.jrsync.engine.generator;

/**
 * How far two file names are from each other, so that of several files the same one is found that
 * rsync finds. A change of one character counts {@link #UNIT}, and a little more the further the
 * characters' codes are apart.
 */
final class FuzzyScore {
  /** One character that is changed, added or left out. */
  static final int UNIT = 1 << 16;

  /** Further than any two names are. */
  static final long UNREACHABLE = 0xFFFFL * UNIT + 1;

  /** Beyond every distance, with room for more. */
  private static final long FAR = Long.MAX_VALUE / 2;

  /** What a difference of the suffixes weighs. */
  private static final int SUFFIX_WEIGHT = 10;

  private long[] row = new long[256];

  /**
   * The distance of two names. What is further than the limit need not be told exactly, so that the
   * search can end early.
   *
   * @param text holds the first name, between {@code from} and {@code end}
   * @param wanted the other name
   * @param wantedSuffix where the other's suffix begins
   * @param limit a distance that is not of interest any more if the lengths alone exceed it
   * @param exact whether all other distances are wanted as rsync shows them, however far
   * @return the distance; if it is beyond the limit and need not be exact, anything beyond the
   *     limit
   */
  long between(
      byte[] text, int from, int end, byte[] wanted, int wantedSuffix, long limit, boolean exact) {
    long distance = distance(text, from, end, wanted, 0, wanted.length, limit, exact ? FAR : limit);
    if (distance >= UNREACHABLE - 1 || (!exact && distance > limit)) {
      return distance;
    }
    int suffix = suffixOf(text, from, end);
    int suffixEnd = suffixEnd(text, from, end, suffix);
    int wantedEnd = suffixEnd(wanted, 0, wanted.length, wantedSuffix);
    long bound = exact ? FAR : (limit - distance) / SUFFIX_WEIGHT;
    long ofSuffix =
        distance(text, suffix, suffixEnd, wanted, wantedSuffix, wantedEnd, UNREACHABLE - 1, bound);
    return distance + SUFFIX_WEIGHT * ofSuffix;
  }

  /**
   * Levenshtein's distance of two pieces of text in those units; a piece that is all new counts the
   * codes of its characters, as signed bytes.
   *
   * <p>A cell of the table is never less than {@link #UNIT} times the difference of the two
   * prefixes' lengths, nor than the least cell of the row before. So only the cells around the
   * diagonal are worked out that can be within the bound, and the rest of the rows is left out once
   * none is. Cells that are within the bound depend on such cells alone.
   *
   * @param limit what the lengths alone must not exceed
   * @param bound beyond it, any distance that is beyond it will do
   */
  private long distance(
      byte[] a, int aFrom, int aEnd, byte[] b, int bFrom, int bEnd, long limit, long bound) {
    int aLength = aEnd - aFrom;
    int bLength = bEnd - bFrom;
    if ((long) Math.abs(aLength - bLength) * UNIT > limit) {
      return UNREACHABLE;
    }
    if (aLength == 0) {
      return ofNew(b, bFrom, bEnd);
    }
    if (bLength == 0) {
      return ofNew(a, aFrom, aEnd);
    }
    if ((long) Math.abs(aLength - bLength) * UNIT > bound) {
      return UNREACHABLE;
    }
    if (row.length < bLength) {
      row = new long[bLength];
    }
    for (int j = 0; j < bLength; j++) {
      row[j] = (j + 1L) * UNIT;
    }
    int band = (int) Math.min(bound / UNIT, Math.max(aLength, bLength));
    for (int i = 0; i < aLength; i++) {
      int own = a[aFrom + i] & 0xff;
      int first = Math.max(0, i - band);
      int last = Math.min(bLength - 1, i + band);
      long diagonal = first == 0 ? (long) i * UNIT : row[first - 1];
      long above = first == 0 ? (i + 1L) * UNIT : FAR;
      long least = above;
      for (int j = first; j <= last; j++) {
        int other = b[bFrom + j] & 0xff;
        long left = row[j];
        long changed = diagonal + (own == other ? 0 : UNIT + Math.abs(own - other));
        // Which neighbour is nearer is settled before the character is weighed, as in rsync.
        long added = left < above ? left + UNIT + own : above + UNIT + other;
        above = Math.min(added, changed);
        row[j] = above;
        diagonal = left;
        least = Math.min(least, above);
      }
      if (least > bound) {
        return UNREACHABLE;
      }
    }
    return row[bLength - 1];
  }

  private static long ofNew(byte[] text, int from, int end) {
    long codes = 0;
    for (int i = from; i < end; i++) {
      codes += text[i];
    }
    return (long) (end - from) * UNIT + codes;
  }

  /**
   * Where a name's suffix begins, its dot included; the end of the name if it has none. What
   * backups are called by is passed over, and a number counts only where nothing better is before
   * it.
   */
  static int suffixOf(byte[] name) {
    return suffixOf(name, 0, name.length);
  }

  private static int suffixOf(byte[] name, int from, int nameEnd) {
    int start = leadingDots(name, from, nameEnd);
    boolean tilde = isBackup(name, start, nameEnd);
    int end = tilde ? nameEnd - 1 : nameEnd;
    int suffix = nameEnd;
    while (end - start > 1) {
      int dot = end - 1;
      while (dot > start && name[dot] != '.') {
        dot--;
      }
      if (dot == start) {
        return suffix;
      }
      int length = end - dot;
      end = dot;
      if (isBackupSuffix(name, dot, length, nameEnd, tilde)) {
        continue;
      }
      suffix = dot;
      if (length == 1 || !isNumber(name, dot + 1, dot + length)) {
        return suffix;
      }
    }
    return suffix;
  }

  /** Where a name's suffix ends: before the next one, which was passed over. */
  static int suffixEnd(byte[] name) {
    return suffixEnd(name, 0, name.length, suffixOf(name));
  }

  private static int suffixEnd(byte[] name, int from, int nameEnd, int suffix) {
    boolean tilde = isBackup(name, leadingDots(name, from, nameEnd), nameEnd);
    int end = tilde ? nameEnd - 1 : nameEnd;
    if (suffix >= end) {
      return suffix;
    }
    for (int i = suffix + 1; i < end; i++) {
      if (name[i] == '.') {
        return i;
      }
    }
    return end;
  }

  private static int leadingDots(byte[] name, int from, int end) {
    int start = from;
    while (start < end && name[start] == '.') {
      start++;
    }
    return start;
  }

  private static boolean isBackup(byte[] name, int start, int end) {
    return end - start > 1 && name[end - 1] == '~';
  }

  private static boolean isBackupSuffix(byte[] name, int dot, int length, int end, boolean tilde) {
    if (length == 4) {
      return endsWith(name, dot, end, ".bak") || endsWith(name, dot, end, ".old");
    }
    if (length == 5) {
      return endsWith(name, dot, end, ".orig");
    }
    return length > 2 && tilde && name[dot + 1] == '~' && isDigit(name[dot + 2]);
  }

  /** Only the very last suffix can be one of these. */
  private static boolean endsWith(byte[] name, int from, int end, String text) {
    if (end - from != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (name[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNumber(byte[] name, int from, int end) {
    for (int i = from; i < end; i++) {
      if (!isDigit(name[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
