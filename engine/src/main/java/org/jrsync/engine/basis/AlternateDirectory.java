package org.jrsync.engine.basis;

import java.util.Arrays;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileStat;
import org.jspecify.annotations.Nullable;

/** One directory of {@code --compare-dest} and its kin. Safe for several threads. */
public final class AlternateDirectory {
  private final @Nullable Tree tree;
  private final byte[] told;
  private final FilterList hidden;
  private final Runnable looking;

  /**
   * @param tree the directory
   * @param told its path for messages
   * @param hidden rules about what is not to be found in it
   */
  AlternateDirectory(Tree tree, byte[] told, FilterList hidden) {
    this(tree, told, hidden, () -> {});
  }

  private AlternateDirectory(
      @Nullable Tree tree, byte[] told, FilterList hidden, Runnable looking) {
    this.tree = tree;
    this.told = told;
    this.hidden = hidden;
    this.looking = looking;
  }

  /**
   * One that cannot be had, so that nothing is found in it.
   *
   * @param told its path for messages
   * @param looking run whenever something is sought in it
   */
  static AlternateDirectory missing(byte[] told, Runnable looking) {
    return new AlternateDirectory(null, told, FilterList.EMPTY, looking);
  }

  /** Looks at what has a path in it, not following a link at the end; 0 or the error. */
  public int lstat(byte[] path, FileStat stat) {
    Tree open = tree;
    looking.run();
    return open == null || hides(path, false) ? Errno.ENOENT : open.lstat(path, stat);
  }

  /** The directory with a path in it, null where there can be none. */
  public @Nullable Tree treeFor(byte[] path) {
    looking.run();
    return tree == null || hides(path, false) ? null : tree;
  }

  /** Whether the module's rules hide a path in it from clients. */
  private boolean hides(byte[] path, boolean isDirectory) {
    boolean top = path.length == 1 && path[0] == '.';
    return !top && hidden.excludesWithParents(path, isDirectory);
  }

  /** The module's rules about what clients are not to find in it. */
  public FilterList hidden() {
    return hidden;
  }

  /** A path in it as messages tell it. */
  public byte[] told(byte[] path) {
    boolean slash = told.length > 0 && told[told.length - 1] != '/';
    byte[] whole = Arrays.copyOf(told, told.length + (slash ? 1 : 0) + path.length);
    if (slash) {
      whole[told.length] = '/';
    }
    System.arraycopy(path, 0, whole, whole.length - path.length, path.length);
    return whole;
  }

  void close() {
    if (tree != null) {
      tree.close();
    }
  }
}
