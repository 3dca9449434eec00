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

  /** What a difference of the suffixes weighs. */
  private static final int SUFFIX_WEIGHT = 10;

  private long[] row = new long[256];

  /**
   * The distance of two names.
   *
   * @param suffix where the first name's suffix begins
   * @param wantedSuffix where the other's begins
   * @param limit a distance that is not of interest any more if the lengths alone exceed it
   */
  long between(byte[] name, int suffix, byte[] wanted, int wantedSuffix, long limit) {
    long distance = distance(name, 0, name.length, wanted, 0, wanted.length, limit);
    if (distance >= UNREACHABLE - 1) {
      return distance;
    }
    int end = suffixEnd(name, suffix);
    int wantedEnd = suffixEnd(wanted, wantedSuffix);
    return distance
        + SUFFIX_WEIGHT
            * distance(name, suffix, end, wanted, wantedSuffix, wantedEnd, UNREACHABLE - 1);
  }

  /**
   * Levenshtein's distance of two pieces of text in those units; a piece that is all new counts the
   * codes of its characters, as signed bytes.
   */
  private long distance(byte[] a, int aFrom, int aEnd, byte[] b, int bFrom, int bEnd, long limit) {
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
    if (row.length < bLength) {
      row = new long[bLength];
    }
    for (int j = 0; j < bLength; j++) {
      row[j] = (j + 1L) * UNIT;
    }
    for (int i = 0; i < aLength; i++) {
      int own = a[aFrom + i] & 0xff;
      long diagonal = (long) i * UNIT;
      long above = (i + 1L) * UNIT;
      for (int j = 0; j < bLength; j++) {
        int other = b[bFrom + j] & 0xff;
        long left = row[j];
        long changed = diagonal + (own == other ? 0 : UNIT + Math.abs(own - other));
        // Which neighbour is nearer is settled before the character is weighed, as in rsync.
        long added = left < above ? left + UNIT + own : above + UNIT + other;
        above = Math.min(added, changed);
        row[j] = above;
        diagonal = left;
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
    int start = leadingDots(name);
    boolean tilde = isBackup(name, start);
    int end = tilde ? name.length - 1 : name.length;
    int suffix = name.length;
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
      if (isBackupSuffix(name, dot, length, tilde)) {
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
    return suffixEnd(name, suffixOf(name));
  }

  private static int suffixEnd(byte[] name, int suffix) {
    int end = isBackup(name, leadingDots(name)) ? name.length - 1 : name.length;
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

  private static int leadingDots(byte[] name) {
    int start = 0;
    while (start < name.length && name[start] == '.') {
      start++;
    }
    return start;
  }

  private static boolean isBackup(byte[] name, int start) {
    return name.length - start > 1 && name[name.length - 1] == '~';
  }

  private static boolean isBackupSuffix(byte[] name, int dot, int length, boolean tilde) {
    if (length == 4) {
      return endsWith(name, dot, ".bak") || endsWith(name, dot, ".old");
    }
    if (length == 5) {
      return endsWith(name, dot, ".orig");
    }
    return length > 2 && tilde && name[dot + 1] == '~' && isDigit(name[dot + 2]);
  }

  /** Only the very last suffix can be one of these. */
  private static boolean endsWith(byte[] name, int from, String text) {
    if (name.length - from != text.length()) {
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
