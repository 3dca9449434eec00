package org.jrsync.engine.scan;

import org.jrsync.engine.filter.FilterScope;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

/**
 * Sources that a {@code --files-from} list names: all of them lie in one directory, the transfer's
 * source argument, and no name of the list leads above it.
 */
public final class ListedSources implements Sources {
  private static final byte[] START = {};
  private static final byte[] HERE = {'.'};

  private final Sources all;
  private final byte[] base;

  private ListedSources(Sources all, byte[] base) {
    this.all = all;
    this.base = base;
  }

  /**
   * Sources in a directory.
   *
   * @param all where the directory is found
   * @param argument the directory as it was given
   * @throws RsyncException with {@link ExitCode#FILE_SELECT} when it cannot be entered, which has
   *     been told then
   */
  public static ListedSources in(Sources all, byte[] argument, ScanLog log) {
    byte[] base = PathCleaner.isDot(argument) ? START : all.argument(argument);
    ListedSources listed = new ListedSources(all, PathCleaner.isDot(base) ? START : base);
    int errno = listed.enter();
    if (errno != 0) {
      boolean absolute = argument.length > 0 && argument[0] == '/';
      byte[] shown = absolute ? argument : PathCleaner.join(all.shown(START), argument);
      new ScanMessages(log).changeDirFailed(SourceRoot.quote(shown, all.shownSuffix()), errno);
      throw new RsyncException(ExitCode.FILE_SELECT, "");
    }
    return listed;
  }

  private int enter() {
    FilterScope hidden = all.moduleFilters(START);
    if (base.length > 0 && !hidden.isEmpty() && ArgumentScanner.isHidden(hidden, base)) {
      return Errno.ENOENT;
    }
    try (Tree directory = arguments(START)) {
      int errno = directory.lstat(HERE, new FileStat());
      return errno == Errno.EACCES ? errno : 0;
    } catch (PosixException e) {
      return e.errno();
    }
  }

  @Override
  public byte[] argument(byte[] given) {
    return PathCleaner.beneath(given);
  }

  @Override
  public boolean trustsOwnersOnly() {
    return all.trustsOwnersOnly();
  }

  private byte[] inBase(byte[] directory) {
    return PathCleaner.join(base, directory);
  }

  @Override
  public Tree arguments(byte[] directory) {
    return all.arguments(inBase(directory));
  }

  @Override
  public Tree content(byte[] directory, byte[] path) {
    return all.content(inBase(directory), path);
  }

  @Override
  public void tellFaults(Tree tree, byte[] directory) {
    all.tellFaults(tree, inBase(directory));
  }

  @Override
  public byte[] shown(byte[] directory) {
    return all.shown(inBase(directory));
  }

  @Override
  public byte[] shownSuffix() {
    return all.shownSuffix();
  }

  @Override
  public FilterScope filters(byte[] directory) {
    return all.filters(inBase(directory));
  }

  @Override
  public FilterScope moduleFilters(byte[] directory) {
    return all.moduleFilters(inBase(directory));
  }
}
