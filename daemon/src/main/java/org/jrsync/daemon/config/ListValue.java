package org.jrsync.daemon.config;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** Values that are lists. */
public final class ListValue {

  private ListValue() {}

  /**
   * Splits a list at white space and commas; or, when it begins with a comma, at commas alone, so
   * that entries may have spaces.
   */
  public static List<String> split(String text) {
    List<String> entries = new ArrayList<>();
    boolean commasOnly = text.stripLeading().startsWith(",");
    StringTokenizer tokens = new StringTokenizer(text, commasOnly ? "," : " ,\t\r\n");
    while (tokens.hasMoreTokens()) {
      String entry = tokens.nextToken().strip();
      if (!entry.isEmpty()) {
        entries.add(entry);
      }
    }
    return entries;
  }
}
