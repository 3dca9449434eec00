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

  /** Refused unless the directive takes it back, and refused whatever it says. */
  private static final BitSet FIRST = rowsOf("copy-devices", "write-devices");

  private static final BitSet ALWAYS = rowsOf("log-file*", "insecure-links");
  private static final BitSet NAME_CONVERSION = rowsOf("iconv");

  private final List<OptionSpec> rows = OptionTable.TRANSFER.rows();
  private final BitSet refused = new BitSet();
  private final List<String> unmatched = new ArrayList<>();

  private RefuseOptions() {}

  private RefuseOptions(String directive, boolean convertsNames) {
    refused.or(FIRST);
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
      refused.or(NAME_CONVERSION);
    }
    refused.or(ALWAYS);
  }

  private static BitSet rowsOf(String... words) {
    RefuseOptions options = new RefuseOptions();
    for (String word : words) {
      options.rule(word, true);
    }
    return options.refused;
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
    for (int i = refused.nextSetBit(0); i >= 0; i = refused.nextSetBit(i + 1)) {
      if (rows.get(i).equals(row)) {
        return true;
      }
    }
    return false;
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
    if (pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0 && pattern.indexOf('[') < 0) {
      return plain(pattern, refuse);
    }
    boolean found = false;
    for (int i = 0; i < rows.size(); i++) {
      OptionSpec row = rows.get(i);
      if (!names(row, pattern)) {
        continue;
      }
      found = true;
      if (!BEYOND_WILDCARDS.contains(row.longName())) {
        refused.set(i, refuse);
      }
    }
    return found;
  }

  /** A name without wildcards goes for all that mean the same. */
  private boolean plain(String name, boolean refuse) {
    OptionSpec named = null;
    for (int i = 0; i < rows.size() && named == null; i++) {
      OptionSpec row = rows.get(i);
      boolean letter = name.length() == 1 && row.letter() == name.charAt(0);
      named = letter || fits(name, row.longName()) ? row : null;
    }
    if (named == null) {
      return false;
    }
    for (int i = 0; i < rows.size(); i++) {
      if (named.sameMeaning(rows.get(i))) {
        refused.set(i, refuse);
      }
    }
    return true;
  }

  private static boolean names(OptionSpec row, String pattern) {
    return (!row.longName().isEmpty() && fits(pattern, row.longName()))
        || (row.letter() != 0 && fits(pattern, String.valueOf(row.letter())));
  }

  /**
   * Matches {@code *}, {@code ?} and bracket classes; names are short and hold no slash. Of the
   * stars it is enough to try the last again: what comes before it has matched as early as it can.
   */
  private static boolean fits(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int taken = 0;
    while (true) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        taken = n;
      } else if (p == pattern.length() && n == name.length()) {
        return true;
      } else if (p < pattern.length() && n < name.length() && fitsOne(pattern, p, name.charAt(n))) {
        p = afterOne(pattern, p);
        n++;
      } else if (star >= 0 && taken < name.length()) {
        p = star + 1;
        n = ++taken;
      } else {
        return false;
      }
    }
  }

  private static boolean fitsOne(String pattern, int p, char c) {
    int after = afterOne(pattern, p);
    if (after > p + 1) {
      return inClass(pattern.substring(p + 1, after - 1), c);
    }
    return pattern.charAt(p) == '?' || pattern.charAt(p) == c;
  }

  /** Where the pattern goes on behind a character or a class. */
  private static int afterOne(String pattern, int p) {
    int close = pattern.charAt(p) == '[' ? pattern.indexOf(']', p + 2) : -1;
    return close > 0 ? close + 1 : p + 1;
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
