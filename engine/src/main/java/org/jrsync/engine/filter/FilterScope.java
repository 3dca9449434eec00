package org.jrsync.engine.filter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jrsync.engine.tree.Paths;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force in one directory of a walk: a {@link FilterList} and what the per-directory
 * merge files from the transfer's top down to here add to it.
 *
 * <p>Immutable: leaving a directory means using the scope of the directory above again. Where the
 * list names no merge files, {@link #enter} costs nothing and returns the scope itself.
 */
public final class FilterScope {
  /** Most rules that the merge files of a directory and of those above it may hold together. */
  static final int MAX_RULES = 250_000;

  private static final byte[] NOTHING = {};

  /** What reading merge files needs, the same for every scope of a walk. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Walk(
      FilterList list, FilterSide side, byte[] base, RuleReader reader, MergeFiles files) {}

  /** Rules of one directory's merge file, then those inherited from above. */
  private record Chain(FilterList rules, @Nullable Chain above, int total) {
    static Chain of(FilterList rules, @Nullable Chain above) {
      return new Chain(rules, above, rules.size() + totalOf(above));
    }

    static int totalOf(@Nullable Chain chain) {
      return chain == null ? 0 : chain.total;
    }
  }

  /** A merge rule, the file name it looks for, and the rules it stands for here. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Merge(FilterRule rule, byte[] fileName, boolean ready, @Nullable Chain chain) {}

  /** Rules that a directory's merge files hold, which go when the directory is left. */
  private record Entered(int mergesAbove, FilterList[] rules) {}

  /** Hears which rule decided about a name; for {@code --debug=filter}. */
  @FunctionalInterface
  public interface Trace {
    /** Takes a decision, as {@link FilterRule#because} describes it. */
    void decided(FilterRule rule, byte[] path, int offset, int length, NameKind kind);
  }

  private final Walk walk;
  private final Merge[] merges;
  private final @Nullable Trace trace;

  /** What {@link #leave} tells of; null where no merge files were in force above. */
  private final @Nullable Entered entered;

  private FilterScope(Walk walk, Merge[] merges, @Nullable Trace trace, @Nullable Entered entered) {
    this.walk = walk;
    this.merges = merges;
    this.trace = trace;
    this.entered = entered;
  }

  /** The same scope, telling its decisions and those of the scopes entered from it. */
  public FilterScope tracing(Trace newTrace) {
    return new FilterScope(walk, merges, newTrace, entered);
  }

  /**
   * The same scope, telling its decisions, and what is entered and left.
   *
   * @param steps shared by all scopes of the walk
   */
  public FilterScope tracing(Trace newTrace, RuleTrace steps) {
    walk.reader.setTrace(steps);
    return tracing(newTrace);
  }

  /**
   * The scope before any directory is entered.
   *
   * @param base path of the transfer's top from the root (of the module or the file system),
   *     without a leading slash; empty if the top is the root
   * @param files reads merge files, named by their path from the root with a leading slash; one
   *     that cannot be read counts as empty
   * @param nulSeparated whether rule files are NUL-separated
   * @param who name of this process in messages
   * @param complaints takes messages about rules that are skipped
   */
  public static FilterScope open(
      FilterList list,
      FilterSide side,
      byte[] base,
      RuleFiles files,
      boolean nulSeparated,
      String who,
      Consumer<String> complaints) {
    byte[] top = Paths.asBase(base);
    MergeFiles resolved = new MergeFiles(files, Paths.concat(new byte[] {'/'}, top));
    RuleReader reader = new RuleReader(resolved, who, complaints, side);
    reader.setNulSeparated(nulSeparated);
    reader.setMaxRules(MAX_RULES);
    reader.setDeleteExcluded(list.deleteExcluded());
    List<Merge> merges = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      addMerge(merges, list.rule(i));
    }
    Walk walk = new Walk(list, side, top, reader, resolved);
    return new FilterScope(walk, merges.toArray(Merge[]::new), null, null);
  }

  /** A scope over a list without merge files, whose top is {@code base} below the root. */
  public static FilterScope plain(FilterList list, FilterSide side, byte[] base) {
    return open(list, side, base, FilterScope::noFile, false, "", text -> {});
  }

  private static byte[] noFile(byte[] path) throws IOException {
    throw new IOException(RuleReader.show(path));
  }

  /** Whether every answer is {@link FilterResult#NONE}. */
  public boolean isEmpty() {
    return walk.list.isEmpty();
  }

  /** Asks about a path relative to the transfer's top. */
  public FilterResult check(byte[] path, boolean isDirectory) {
    return check(path, 0, path.length, NameKind.of(isDirectory));
  }

  /** As {@link #check(byte[], boolean)} for a slice and any kind of name. */
  public FilterResult check(byte[] path, int offset, int length, NameKind kind) {
    return FilterList.resultOf(match(path, offset, length, kind, walk.side, false));
  }

  /** As {@link #check(byte[], boolean)}, true for {@link FilterResult#EXCLUDED}. */
  public boolean excludes(byte[] path, boolean isDirectory) {
    return !isEmpty() && check(path, isDirectory) == FilterResult.EXCLUDED;
  }

  /**
   * The rule that decides about a name, or null.
   *
   * @param side the side to ask for, which may be the peer's
   * @param ignorePerishable whether the name stands in a directory that is being removed, so that
   *     perishable rules do not count
   */
  public @Nullable FilterRule match(
      byte[] path,
      int offset,
      int length,
      NameKind kind,
      FilterSide side,
      boolean ignorePerishable) {
    FilterRule rule =
        walk.list.match(path, offset, length, kind, side, walk.base, ignorePerishable, this);
    if (trace != null && rule != null) {
      trace.decided(rule, path, offset, length, kind);
    }
    return rule;
  }

  @Nullable FilterRule matchMerged(
      FilterRule rule,
      byte[] path,
      int offset,
      int length,
      NameKind kind,
      FilterSide side,
      boolean ignorePerishable) {
    for (Merge merge : merges) {
      if (merge.rule == rule) {
        for (Chain at = merge.chain; at != null; at = at.above) {
          FilterRule found =
              at.rules.match(path, offset, length, kind, side, walk.base, ignorePerishable, this);
          if (found != null) {
            return found;
          }
        }
        return null;
      }
    }
    return null;
  }

  /**
   * The scope inside a directory, once its merge files are read.
   *
   * @param path of the directory from the transfer's top; empty or {@code .} for the top itself
   * @throws RsyncException for a merge file that holds text that is no rule, or for more than
   *     {@link #MAX_RULES} rules
   */
  public FilterScope enter(byte[] path) {
    RuleTrace steps = walk.reader.trace();
    if (merges.length == 0 && !steps.tellsSteps()) {
      return this;
    }
    byte[] absolute = Paths.resolve(Paths.concat(walk.files.top(), path));
    byte[] directory = absolute.length == 1 ? NOTHING : absolute;
    steps.step("pushing local filters for " + RuleReader.show(directory) + "/", "");
    if (merges.length == 0) {
      return this;
    }
    List<Merge> inside = new ArrayList<>(Arrays.asList(merges));
    List<FilterList> own = new ArrayList<>();
    walk.reader.beginDirectory();
    long total = 0;
    // The list grows while it is walked: a merge file may name further merge files.
    for (int i = 0; i < inside.size(); i++) {
      Merge merge = inside.get(i);
      steps.step("pushing mergelist #" + i, merge.rule.mergeName());
      Chain above = merge.rule.has(RuleFlags.NO_INHERIT) ? null : merge.chain;
      if (!merge.ready) {
        merge = search(merge, i, directory, inside);
        above = merge.chain;
      }
      Chain chain = read(merge, directory, above, false, inside, own);
      inside.set(i, new Merge(merge.rule, merge.fileName, true, chain));
      if (own.size() == i) {
        own.add(FilterList.EMPTY);
      }
      total += Chain.totalOf(chain);
      if (total > MAX_RULES) {
        throw new RsyncException(
            ExitCode.MALLOC,
            "the number of filter rules of directories is more than the limit of " + MAX_RULES);
      }
    }
    Entered here = new Entered(merges.length, own.toArray(FilterList[]::new));
    return new FilterScope(walk, inside.toArray(Merge[]::new), trace, here);
  }

  /**
   * Whether {@link #leave} is to be called for a directory that was entered in the course of a
   * walk: without merge files there is nothing to go back to.
   */
  public boolean remembersAbove() {
    return entered != null;
  }

  /** Tells that the directory is left; its rules end with the scope itself. */
  public void leave() {
    RuleTrace steps = walk.reader.trace();
    if (!steps.tellsSteps()) {
      return;
    }
    steps.step("popping local filters", "");
    if (entered == null) {
      return;
    }
    int count = merges.length;
    for (int i = merges.length - 1; i >= 0; i--) {
      steps.step("popping mergelist #" + i, merges[i].rule.mergeName());
      List<FilterRule> gone = entered.rules[i].toList();
      walk.reader.tellEnd(gone, count);
      count -= (int) gone.stream().filter(rule -> rule.has(RuleFlags.PER_DIRECTORY)).count();
    }
  }

  /** Splits a merge name with a path, and reads the file in each directory above this one. */
  private Merge search(Merge merge, int number, byte[] directory, List<Merge> inside) {
    byte[] name = merge.fileName;
    if (!Paths.hasSlash(name)) {
      return merge;
    }
    if (!Paths.isAbsolute(name) && directory.length + 1 + name.length >= RuleReader.MAX_PATTERN) {
      walk.reader.complain("merge-file name overflows: ", name, merge.rule);
      return new Merge(merge.rule, name, true, null);
    }
    byte[] full =
        Paths.resolve(
            Paths.isAbsolute(name)
                ? name
                : Paths.concat(
                    Paths.withFinalSlash(Paths.concat(directory, new byte[] {'/'})), name));
    int slash = Paths.lastSlash(full);
    byte[] from = Arrays.copyOf(full, slash + 1);
    Merge found =
        new Merge(merge.rule, Arrays.copyOfRange(full, slash + 1, full.length), true, null);
    byte[] here = Paths.concat(directory, new byte[] {'/'});
    if (!startsWith(here, from)) {
      return found;
    }
    String list = merge.rule.mergeName();
    walk.reader.trace().step("performing parent_dirscan for mergelist #" + number, list);
    Chain chain = null;
    for (int end = from.length; end < here.length; end++) {
      if (end == from.length || here[end - 1] == '/') {
        chain = read(found, Arrays.copyOf(here, end - 1), chain, true, inside, new ArrayList<>());
        if (merge.rule.has(RuleFlags.NO_INHERIT)) {
          chain = null;
        }
      }
    }
    walk.reader.trace().step("completed parent_dirscan for mergelist #" + number, list);
    return new Merge(merge.rule, found.fileName, true, chain);
  }

  private @Nullable Chain read(
      Merge merge,
      byte[] directory,
      @Nullable Chain above,
      boolean aboveTransfer,
      List<Merge> inside,
      List<FilterList> own) {
    byte[] path = Paths.concat(Paths.concat(directory, new byte[] {'/'}), merge.fileName);
    if (path.length >= RuleReader.MAX_PATTERN) {
      walk.reader.complain(
          "cannot add local filter rules in long-named directory: ", path, merge.rule);
      return above;
    }
    walk.files.enter(directory, aboveTransfer);
    List<FilterRule> active = new ArrayList<>(inside.size());
    for (Merge known : inside) {
      active.add(known.rule);
    }
    RuleBlock block = new RuleBlock(merge.rule.mergeName(), active);
    RuleReader.Mode mode =
        new RuleReader.Mode(
            merge.rule.flags(), false, AnchorScheme.DIRECTORY, directory, aboveTransfer);
    RuleOrigin named =
        merge.rule.has(RuleFlags.FROM_FILE) ? RuleOrigin.UNKNOWN_FILE : RuleOrigin.ARGUMENT;
    walk.reader.readFileIfThere(block, path, mode, named);
    if (block.rules().isEmpty() && !block.cleared()) {
      return above;
    }
    FilterList cvs = walk.list.cvs();
    if (cvs.isEmpty()) {
      cvs = FilterList.named(walk.reader.cvsRules(), null, FilterParser.CVS_LIST);
    }
    FilterList rules = FilterList.named(block.rules(), cvs, merge.rule.mergeName());
    for (int i = 0; i < rules.size(); i++) {
      addMerge(inside, rules.rule(i));
    }
    own.add(rules);
    return Chain.of(rules, block.cleared() ? null : above);
  }

  private static void addMerge(List<Merge> merges, FilterRule rule) {
    if (rule.has(RuleFlags.PER_DIRECTORY)) {
      merges.add(new Merge(rule, rule.pattern(), false, null));
    }
  }

  private static boolean startsWith(byte[] path, byte[] prefix) {
    return path.length >= prefix.length
        && Arrays.equals(path, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** Resolves names of files that merge files name, which mean different places. */
  private static final class MergeFiles implements RuleFiles {
    private final RuleFiles files;
    private final byte[] top;
    private byte[] directory = NOTHING;
    private boolean aboveTransfer;

    MergeFiles(RuleFiles files, byte[] top) {
      this.files = files;
      this.top = top;
    }

    byte[] top() {
      return top;
    }

    void enter(byte[] newDirectory, boolean above) {
      directory = newDirectory;
      aboveTransfer = above;
    }

    /**
     * Reads a file by its path from the root, or one named in a merge file: without a slash it lies
     * at the transfer's top, with one it is relative to the merge file's directory.
     */
    @Override
    public byte[] read(byte[] path) throws IOException {
      if (Paths.isAbsolute(path)) {
        return files.read(Paths.resolve(path));
      }
      byte[] from =
          aboveTransfer || Paths.hasSlash(path) ? Paths.concat(directory, new byte[] {'/'}) : top;
      return files.read(Paths.resolve(Paths.concat(from, path)));
    }
  }
}
