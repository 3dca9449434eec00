package org.jrsync.engine.scan;

import java.util.Arrays;
import org.jrsync.engine.filter.FilterScope;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * One place that files of the list come from: a directory that an argument chose, and the part of
 * the transferred paths that leads to it. Its tree is opened when needed and may be closed in
 * between; the directory that was there when the argument was looked at must be found again.
 */
final class SourceRoot {

  /** No mark. */
  static final int NONE = -1;

  private static final byte[] TOP = {};

  private final Sources sources;
  private final byte[] directory;
  private final byte[] prefix;
  private final byte[] shown;
  final FilterScope filters;
  final FilterScope moduleFilters;

  /**
   * The rules for the content of the root, if that is what an argument named; else those for its
   * name.
   */
  FilterScope inside;

  /** The mark of entries that are plainly of this root, {@link #NONE} as long as there is none. */
  int plainMark = NONE;

  private @Nullable Tree tree;
  private long dev;
  private long ino;
  private boolean known;

  /**
   * @param directory where the argument's name starts
   * @param prefix transferred path of the tree's root; empty when it is the directory itself
   */
  SourceRoot(Sources sources, byte[] directory, byte[] prefix) {
    this.sources = sources;
    this.directory = directory;
    this.prefix = prefix;
    this.shown = sources.shown(directory);
    this.filters = sources.filters(directory);
    this.inside = filters;
    this.moduleFilters = sources.moduleFilters(directory);
  }

  /** About what its paths take, in bytes. */
  int pathBytes() {
    return directory.length + prefix.length + shown.length;
  }

  /** The directory that transferred paths start from. */
  byte[] directory() {
    return directory;
  }

  /** Whether the root is the one for this directory and prefix. */
  boolean is(byte[] otherDirectory, byte[] otherPrefix) {
    return Arrays.equals(directory, otherDirectory) && Arrays.equals(prefix, otherPrefix);
  }

  /**
   * Notes which directory this is, so that nothing that takes its place later is read instead.
   *
   * @param arguments the tree in which the argument was found
   * @return 0 or the error
   */
  int pin(Tree arguments) {
    if (known) {
      return 0;
    }
    FileStat stat = new FileStat();
    int errno = arguments.stat(prefix, stat);
    if (errno == 0) {
      known = true;
      dev = stat.dev();
      ino = stat.ino();
    }
    return errno;
  }

  boolean isOpen() {
    return tree != null;
  }

  /**
   * The open tree.
   *
   * @throws PosixException when it cannot be opened, {@code ELOOP} when another directory has taken
   *     its place
   */
  Tree tree() {
    Tree open = tree;
    if (open == null) {
      open = sources.content(directory, prefix);
      verify(open);
      boolean absolute = prefix.length > 0 && prefix[0] == '/';
      sources.tellFaults(open, absolute ? prefix : PathCleaner.join(directory, prefix));
      tree = open;
    }
    return open;
  }

  private void verify(Tree open) {
    FileStat stat = new FileStat();
    int errno = open.stat(TOP, stat);
    if (errno == 0 && (!known || stat.dev() != dev || stat.ino() != ino)) {
      errno = Errno.ELOOP;
    }
    if (errno != 0) {
      open.close();
      throw new PosixException(errno, "open");
    }
  }

  void close() {
    Tree open = tree;
    if (open != null) {
      tree = null;
      open.close();
    }
  }

  /** Where a transferred path lies in the tree. */
  byte[] inTree(byte[] path) {
    return inTree(path, path.length);
  }

  /** Where a transferred path lies in the tree. */
  byte[] inTree(byte[] path, int length) {
    if (prefix.length == 0) {
      return length == path.length ? path : Arrays.copyOf(path, length);
    }
    int from = Math.min(prefix.length, length);
    while (from < length && path[from] == '/') {
      from++;
    }
    return Arrays.copyOfRange(path, from, length);
  }

  /** A transferred path as messages show it, without quotation marks. */
  byte[] fullPath(byte[] path) {
    return path.length > 0 && path[0] == '/' ? path : PathCleaner.join(shown, path);
  }

  /** A transferred path as messages show it, in quotation marks and with the module. */
  byte[] fullName(byte[] path) {
    return quote(fullPath(path), sources.shownSuffix());
  }

  static byte[] quote(byte[] path, byte[] suffix) {
    byte[] quoted = new byte[path.length + 2 + suffix.length];
    quoted[0] = '"';
    System.arraycopy(path, 0, quoted, 1, path.length);
    quoted[path.length + 1] = '"';
    System.arraycopy(suffix, 0, quoted, path.length + 2, suffix.length);
    return quoted;
  }
}
