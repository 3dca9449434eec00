package org.jrsync.engine.filter;

import java.util.function.Consumer;

/**
 * Builds a module's own list from rsyncd.conf. What it excludes does not exist for clients: it is
 * neither listed nor sent, written, or deleted.
 *
 * <p>Ask it with the path from the module's root (through {@link FilterList#at} or {@link
 * FilterScope#plain} with the transfer's top as base): a pattern with a slash is compared with that
 * path, and excluding a directory excludes what is in it.
 */
public final class DaemonFilters {
  private DaemonFilters() {}

  /**
   * Reads the five parameters in the order in which rsync does.
   *
   * @param filter words of {@code filter}, empty if unset, as are the others
   * @param includeFrom path of {@code include from}
   * @param include words of {@code include}
   * @param excludeFrom path of {@code exclude from}
   * @param exclude words of {@code exclude}
   * @param complaints takes messages about rules that are skipped
   * @throws org.jrsync.wire.RsyncException as {@link FilterParser} does
   */
  public static FilterList build(
      byte[] filter,
      byte[] includeFrom,
      byte[] include,
      byte[] excludeFrom,
      byte[] exclude,
      RuleFiles files,
      Consumer<String> complaints) {
    // Which side the session takes is not known yet; rules for the sender alone are dropped.
    RuleReader reader = new RuleReader(files, "Receiver", complaints, FilterSide.RECEIVER);
    RuleBlock rules = new RuleBlock();
    words(reader, rules, filter, 0, false);
    file(reader, rules, includeFrom, RuleFlags.INCLUDE);
    words(reader, rules, include, RuleFlags.INCLUDE, true);
    file(reader, rules, excludeFrom, 0);
    words(reader, rules, exclude, 0, true);
    FilterList cvs = FilterList.named(reader.cvsRules(), null, FilterParser.CVS_LIST);
    return FilterList.named(rules.rules(), cvs, "daemon");
  }

  private static void words(
      RuleReader reader, RuleBlock rules, byte[] text, int flags, boolean oldPrefixes) {
    reader.readText(
        rules, text, mode(flags | RuleFlags.WORD_SPLIT, oldPrefixes), RuleOrigin.ARGUMENT);
  }

  private static void file(RuleReader reader, RuleBlock rules, byte[] path, int flags) {
    reader.readFile(rules, path, mode(flags, true), RuleOrigin.ARGUMENT);
  }

  private static RuleReader.Mode mode(int flags, boolean oldPrefixes) {
    return new RuleReader.Mode(flags, oldPrefixes, AnchorScheme.DAEMON, new byte[0], false);
  }
}
