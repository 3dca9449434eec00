package org.jrsync.cli;

import java.io.BufferedInputStream;
import org.jrsync.engine.NamesFile;
import org.jrsync.engine.options.FilesFrom;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.UsageException;
import org.jrsync.engine.tree.NamedDirectory;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FdInputStream;
import org.jrsync.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * The folder that a restricted user's server works in.
 *
 * @param tree the folder, which confines all
 * @param folder its real path, one byte in each char
 * @param writeOnly whether the user may read nothing in it
 */
record RestrictedPlace(Tree tree, String folder, boolean writeOnly) {

  /**
   * The {@code --files-from} list in the folder that the options name; null where they name none,
   * or one of the peer's.
   *
   * @throws UsageException when it cannot be opened
   */
  @Nullable NamesFile names(Options options) {
    FilesFrom list = options.filesFrom;
    if (list == null || list.isPeers()) {
      return null;
    }
    try {
      FdInputStream content =
          new FdInputStream(
              tree.openRead(NamedDirectory.inModule(list.path()), true, false).release());
      return new NamesFile(new BufferedInputStream(content), options.from0, name -> {});
    } catch (PosixException e) {
      throw UsageException.syntax(
          "rsync: failed to open the files-from file: " + Errno.message(e.errno()));
    }
  }
}
