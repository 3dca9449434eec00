package org.jrsync.engine.options;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options that a daemon's module refuses: rsyncd.conf(5), "refuse options". Rules apply in
 * order; each is a long name, a letter or a wildcard pattern, and takes back an earlier refusal
 * when it starts with {@code !}. A plain name means what the option does, so its aliases follow it.
 * Some options are beyond the reach of wildcards, and some are always refused. Immutable.
 */
public final class RefuseOptions {

  /** Refuses nothing: for sides that are no daemon. */
  public static final RefuseOptions NONE = new RefuseOptions();

  private static final List<String> BEYOND_WILDCARDS =
      List.of(
          "rsh",
          "from0",
          "secluded-args",
          "dry-run",
          "iconv",
          "no-iconv",
          "checksum-seed",
          "copy-devices",
          "write-devices",
          "log-format",
          "sender",
          "server");

  private final List<OptionSpec> rows = OptionTable.TRANSFER.rows();
  private final BitSet refused = new BitSet();
  private final List<String> unmatched = new ArrayList<>();

  private RefuseOptions() {}

  private RefuseOptions(String directive, boolean convertsNames) {
    rule("copy-devices", true);
    rule("write-devices", true);
    for (int start = 0, end; start < directive.length(); start = end + 1) {
      end = directive.indexOf(' ', start);
      end = end < 0 ? directive.length() : end;
      if (end == start) {
        continue;
      }
      boolean accept = directive.charAt(start) == '!' && end > start + 1;
      String pattern = directive.substring(accept ? start + 1 : start, end);
      if (!rule(pattern, !accept)) {
        unmatched.add(pattern);
      }
    }
    if (!convertsNames) {
      rule("iconv", true);
    }
    rule("log-file*", true);
    rule("insecure-links", true);
  }

  /**
   * What a module refuses.
   *
   * @param directive its "refuse options", words separated by blanks
   * @param convertsNames whether it has a charset
   */
  public static RefuseOptions of(String directive, boolean convertsNames) {
    return new RefuseOptions(directive, convertsNames);
  }

  /** The patterns that fit no option, for the log. */
  public List<String> unmatched() {
    return List.copyOf(unmatched);
  }

  boolean refuses(OptionSpec row) {
    return refused.get(rows.indexOf(row));
  }

  /** The row of this long name, if it is refused. */
  @Nullable OptionSpec refused(String longName) {
    for (int i = refused.nextSetBit(0); i >= 0; i = refused.nextSetBit(i + 1)) {
      if (rows.get(i).longName().equals(longName)) {
        return rows.get(i);
      }
    }
    return null;
  }

  /** The last refused row whose letter is one of these. */
  @Nullable OptionSpec refusedLetter(String letters) {
    OptionSpec found = null;
    for (int i = refused.nextSetBit(0); i >= 0; i = refused.nextSetBit(i + 1)) {
      if (rows.get(i).letter() != 0 && letters.indexOf(rows.get(i).letter()) >= 0) {
        found = rows.get(i);
      }
    }
    return found;
  }

  private boolean rule(String word, boolean refuse) {
    String pattern = word.equals("a") || word.equals("archive") ? "[ardlptgoD]" : word;
    boolean wild =
        pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0 || pattern.indexOf('[') >= 0;
    boolean found = false;
    for (int i = 0; i < rows.size(); i++) {
      OptionSpec row = rows.get(i);
      if (!names(row, pattern)) {
        continue;
      }
      found = true;
      if (!wild) {
        for (int j = 0; j < rows.size(); j++) {
          if (row.sameMeaning(rows.get(j))) {
            refused.set(j, refuse);
          }
        }
        break;
      }
      if (!BEYOND_WILDCARDS.contains(row.longName())) {
        refused.set(i, refuse);
      }
    }
    return found;
  }

  private static boolean names(OptionSpec row, String pattern) {
    return (!row.longName().isEmpty() && fits(pattern, 0, row.longName(), 0))
        || (row.letter() != 0 && fits(pattern, 0, String.valueOf(row.letter()), 0));
  }

  /** Matches {@code *}, {@code ?} and bracket classes; names are short and hold no slash. */
  private static boolean fits(String pattern, int p, String name, int n) {
    if (p == pattern.length()) {
      return n == name.length();
    }
    char c = pattern.charAt(p);
    if (c == '*') {
      return fits(pattern, p + 1, name, n) || (n < name.length() && fits(pattern, p, name, n + 1));
    }
    if (n == name.length()) {
      return false;
    }
    int close = c == '[' ? pattern.indexOf(']', p + 2) : -1;
    if (close > 0) {
      return inClass(pattern.substring(p + 1, close), name.charAt(n))
          && fits(pattern, close + 1, name, n + 1);
    }
    return (c == '?' || c == name.charAt(n)) && fits(pattern, p + 1, name, n + 1);
  }

  private static boolean inClass(String members, char c) {
    boolean negated = members.charAt(0) == '!' || members.charAt(0) == '^';
    for (int i = negated ? 1 : 0; i < members.length(); i++) {
      char from = members.charAt(i);
      char to = from;
      if (i + 2 < members.length() && members.charAt(i + 1) == '-') {
        to = members.charAt(i + 2);
        i += 2;
      }
      if (c >= from && c <= to) {
        return !negated;
      }
    }
    return negated;
  }
}
