package org.jrsync.engine.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rules in the form that they have in files. */
public final class RuleText {
  private RuleText() {}

  /** The rules of a parser so far, each without a line end. */
  public static List<byte[]> of(FilterParser parser) {
    List<byte[]> lines = new ArrayList<>();
    for (FilterRule rule : parser.rules()) {
      byte[] prefix = FilterExchange.fullPrefix(rule.flags());
      byte[] pattern = rule.pattern();
      boolean slash = rule.has(RuleFlags.DIRECTORY);
      int length = prefix.length + pattern.length;
      byte[] line = Arrays.copyOf(prefix, length + (slash ? 1 : 0));
      System.arraycopy(pattern, 0, line, prefix.length, pattern.length);
      if (slash) {
        line[length] = '/';
      }
      lines.add(line);
    }
    return lines;
  }
}
