package org.jrsync.engine.filter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jrsync.engine.options.FilterDirective;
import org.jrsync.wire.MemoryBudget;

/**
 * Collects filter rules in the order of the options that give them.
 *
 * <p>Every method may throw {@link org.jrsync.wire.RsyncException}: with {@code SYNTAX} for text
 * that is no rule, with {@code FILE_IO} for a rule file that cannot be read.
 */
public final class FilterParser {
  static final String CVS_LIST = "global CVS";

  private final RuleReader reader;
  private final RuleFiles files;
  private final RuleBlock rules = new RuleBlock();

  /**
   * @param files opens the files that options and rules name
   * @param who name of this process in messages: {@code client} or {@code server}
   * @param complaints takes messages, without a line end, about rules that are skipped
   */
  public FilterParser(RuleFiles files, String who, Consumer<String> complaints) {
    this.files = files;
    this.reader = new RuleReader(files, who, complaints, FilterSide.EITHER);
  }

  private FilterParser(RuleFiles files, RuleReader reader, List<FilterRule> taken) {
    this.files = files;
    this.reader = reader;
    taken.forEach(rules::add);
  }

  /**
   * The same rules, collected further by another thread.
   *
   * @param who name of that thread in messages
   */
  public FilterParser copy(String who) {
    return new FilterParser(files, reader.copy(who), rules.rules());
  }

  /** From here on, it is told what is read. */
  public void setTrace(RuleTrace trace) {
    reader.setTrace(trace);
  }

  /** What opens rule files, those of directories too. */
  public RuleFiles files() {
    return files;
  }

  /**
   * From here on, {@code --delete-excluded} is in force: rules without a side become hiding ones.
   */
  public void setDeleteExcluded(boolean value) {
    reader.setDeleteExcluded(value);
  }

  boolean deleteExcluded() {
    return reader.deleteExcluded();
  }

  /**
   * Limits the rules that are taken.
   *
   * @param count of rules, those that are taken already included
   * @param memory what they are taken from, for as long as the session lasts
   */
  public void setLimits(int count, MemoryBudget memory) {
    reader.setMaxRules(count);
    reader.setMemory(memory);
  }

  /** From here on, rule files are NUL-separated ({@code --from0}). */
  public void setNulSeparated(boolean value) {
    reader.setNulSeparated(value);
  }

  /** What {@code -C} rules add to the built-in list; counts for the first such rule only. */
  public void setCvsIgnore(CvsIgnore value) {
    reader.setCvsIgnore(value);
  }

  /** From here on, rules are for this protocol version. */
  public void setProtocol(int protocol) {
    reader.setProtocol(protocol);
  }

  /**
   * Reads what the options give.
   *
   * @param told takes messages of {@code --debug=filter}, as {@link RuleTrace} makes them
   */
  public void read(List<FilterDirective> directives, Consumer<String> told) {
    for (FilterDirective d : directives) {
      reader.setTrace(new RuleTrace(d.traced(), reader.who(), told));
      reader.setDeleteExcluded(d.deleteExcluded());
      reader.setNulSeparated(d.nulls());
      switch (d.kind()) {
        case FILTER -> filter(d.text());
        case EXCLUDE -> exclude(d.text());
        case INCLUDE -> include(d.text());
        case EXCLUDE_FROM -> excludeFrom(d.text());
        case INCLUDE_FROM -> includeFrom(d.text());
      }
    }
    reader.setTrace(RuleTrace.SILENT);
  }

  /** {@code --filter}. */
  public void filter(byte[] text) {
    read(text, 0, false);
  }

  /** {@code --exclude}. */
  public void exclude(byte[] text) {
    read(text, 0, true);
  }

  /** {@code --include}. */
  public void include(byte[] text) {
    read(text, RuleFlags.INCLUDE, true);
  }

  /** {@code --exclude-from}. */
  public void excludeFrom(byte[] path) {
    reader.readFile(rules, path, RuleReader.Mode.of(0, true), RuleOrigin.ARGUMENT);
  }

  /** {@code --include-from}. */
  public void includeFrom(byte[] path) {
    reader.readFile(rules, path, RuleReader.Mode.of(RuleFlags.INCLUDE, true), RuleOrigin.ARGUMENT);
  }

  /** A rule in ASCII that the program itself adds, such as {@code - .rsync-filter}. */
  public void filter(String text) {
    filter(text.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Keeps a relative partial directory out of the transfer.
   *
   * @param perishable whether a directory that goes away takes it along
   */
  public void excludePartialDirectory(byte[] name, boolean perishable) {
    int template = RuleFlags.NO_PREFIXES | RuleFlags.DIRECTORY;
    read(name, perishable ? template | RuleFlags.PERISHABLE : template, false);
  }

  /** A rule from the wire; before protocol 29 it has only the old prefixes. */
  void received(byte[] text, int protocol) {
    read(text, 0, protocol < 29);
  }

  private void read(byte[] text, int template, boolean oldPrefixes) {
    reader.readText(rules, text, RuleReader.Mode.of(template, oldPrefixes), RuleOrigin.ARGUMENT);
  }

  /** Rules so far, in order. */
  List<FilterRule> rules() {
    return rules.rules();
  }

  List<FilterRule> cvsRules() {
    return reader.cvsRules();
  }

  /** The rules so far, each counting on every side. */
  public FilterList build() {
    FilterList cvs = FilterList.named(reader.cvsRules(), null, CVS_LIST);
    return FilterList.of(rules.rules(), cvs, reader.deleteExcluded());
  }

  /**
   * The rules so far, each counting on the side its modifiers name. Without a side a rule counts on
   * both, or, with {@code --delete-excluded}, on the sender alone.
   */
  public FilterList buildSided(boolean deleteExcluded) {
    return buildSided(deleteExcluded, sided(reader.cvsRules(), deleteExcluded));
  }

  /** As {@link #buildSided(boolean)}, but what {@code -C} asks for counts on every side. */
  FilterList buildSidedButCvs(boolean deleteExcluded) {
    return buildSided(deleteExcluded, reader.cvsRules());
  }

  private FilterList buildSided(boolean deleteExcluded, List<FilterRule> cvsRules) {
    FilterList cvs = FilterList.named(cvsRules, null, CVS_LIST);
    return FilterList.of(sided(rules.rules(), deleteExcluded), cvs, deleteExcluded);
  }

  private static List<FilterRule> sided(List<FilterRule> rules, boolean deleteExcluded) {
    List<FilterRule> sided = new ArrayList<>(rules.size());
    for (FilterRule rule : rules) {
      sided.add(rule.forSides(sidesOf(rule, deleteExcluded)));
    }
    return sided;
  }

  static int sidesOf(FilterRule rule, boolean deleteExcluded) {
    boolean sender = rule.has(RuleFlags.SENDER);
    boolean receiver = rule.has(RuleFlags.RECEIVER);
    if (sender != receiver) {
      return sender ? FilterSide.SENDER.mask : FilterSide.RECEIVER.mask;
    }
    boolean typedMerge = rule.has(RuleFlags.PER_DIRECTORY) && !rule.has(RuleFlags.NO_PREFIXES);
    boolean senderOnly = !sender && deleteExcluded && !typedMerge;
    return senderOnly ? FilterSide.SENDER.mask : FilterSide.EITHER.mask;
  }
}
