package org.jrsync.engine.scan;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jrsync.engine.filter.FilterScope;
import org.jrsync.engine.tree.AttributeFaults;
import org.jrsync.engine.tree.PosixTree;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.LinkTrust;
import org.jrsync.posix.Policy;
import org.jspecify.annotations.Nullable;

/**
 * Sources that the operator names: any directory of the system, by an absolute path or one from the
 * working directory. Links in an argument are followed as the kernel does; below it, nothing leads
 * out.
 */
public final class LocalSources implements Sources {

  private static final byte[] NOTHING = {};
  private static final byte[] HERE = {'.'};

  private final byte[] workingDirectory;
  private final Function<byte[], FilterScope> filters;
  private final FilterScope none;
  private final UnaryOperator<Tree> view;
  private final Function<byte[], AttributeFaults> faults;
  private final @Nullable LinkTrust trust;
  private final Policy content;

  /**
   * Sources whose links are followed to wherever they lead in an argument, and below it nowhere.
   *
   * @param workingDirectory see the other constructor
   */
  LocalSources(
      byte[] workingDirectory,
      Function<byte[], FilterScope> filters,
      FilterScope none,
      UnaryOperator<Tree> view) {
    this(
        workingDirectory,
        filters,
        none,
        view,
        directory -> AttributeFaults.SILENT,
        null,
        Policy.BENEATH);
  }

  /**
   * @param workingDirectory absolute path that relative arguments start from, as messages show it
   * @param filters the user's rules for names below a directory, given by its absolute path without
   *     the slash at its start
   * @param none rules that exclude nothing
   * @param view how the transfer sees trees
   * @param faults who is told of attributes in the tree of a directory, given by its absolute path
   * @param trust which links in arguments are followed for their owners; null for all
   * @param content how far links below an argument may lead
   */
  public LocalSources(
      byte[] workingDirectory,
      Function<byte[], FilterScope> filters,
      FilterScope none,
      UnaryOperator<Tree> view,
      Function<byte[], AttributeFaults> faults,
      @Nullable LinkTrust trust,
      Policy content) {
    this.trust = trust;
    this.content = content;
    this.view = view;
    this.faults = faults;
    this.workingDirectory = workingDirectory;
    this.filters = filters;
    this.none = none;
  }

  @Override
  public boolean trustsOwnersOnly() {
    return trust != null;
  }

  @Override
  public Tree arguments(byte[] directory) {
    byte[] path = directory.length == 0 ? HERE : directory;
    LinkTrust owners = trust;
    return view.apply(
        owners == null ? PosixTree.open(path, Policy.OPERATOR) : PosixTree.open(path, owners));
  }

  @Override
  public Tree content(byte[] directory, byte[] path) {
    boolean absolute = path.length > 0 && path[0] == '/';
    byte[] whole = absolute ? path : PathCleaner.join(directory, path);
    return view.apply(PosixTree.open(whole.length == 0 ? HERE : whole, content));
  }

  @Override
  public void tellFaults(Tree tree, byte[] directory) {
    tree.tellFaults(faults.apply(shown(directory)));
  }

  @Override
  public byte[] shown(byte[] directory) {
    return PathCleaner.resolve(workingDirectory, directory);
  }

  @Override
  public byte[] shownSuffix() {
    return NOTHING;
  }

  @Override
  public FilterScope filters(byte[] directory) {
    byte[] base = shown(directory);
    return filters.apply(Arrays.copyOfRange(base, 1, base.length));
  }

  @Override
  public FilterScope moduleFilters(byte[] directory) {
    return none;
  }
}
