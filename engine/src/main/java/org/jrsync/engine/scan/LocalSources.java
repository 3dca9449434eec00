package org.jrsync.engine.scan;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jrsync.engine.filter.FilterScope;
import org.jrsync.engine.tree.PosixTree;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Policy;

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

  /**
   * @param workingDirectory absolute path that relative arguments start from, as messages show it
   * @param filters the user's rules for names below a directory, given by its absolute path without
   *     the slash at its start
   * @param none rules that exclude nothing
   * @param view how the transfer sees trees
   */
  public LocalSources(
      byte[] workingDirectory,
      Function<byte[], FilterScope> filters,
      FilterScope none,
      UnaryOperator<Tree> view) {
    this.view = view;
    this.workingDirectory = workingDirectory;
    this.filters = filters;
    this.none = none;
  }

  @Override
  public Tree arguments(byte[] directory) {
    return view.apply(PosixTree.open(directory.length == 0 ? HERE : directory, Policy.OPERATOR));
  }

  @Override
  public Tree content(byte[] directory, byte[] path) {
    boolean absolute = path.length > 0 && path[0] == '/';
    byte[] whole = absolute ? path : PathCleaner.join(directory, path);
    return view.apply(PosixTree.open(whole.length == 0 ? HERE : whole, Policy.BENEATH));
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
