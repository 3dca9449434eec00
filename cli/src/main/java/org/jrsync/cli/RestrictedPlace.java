package org.jrsync.cli;

import org.jrsync.engine.NamesFile;
import org.jrsync.engine.options.FilesFrom;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.UsageException;
import org.jrsync.engine.tree.NamedDirectory;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.FdInputStream;
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
    return NamesFile.open(
        list,
        options,
        path ->
            new FdInputStream(tree.openRead(NamedDirectory.inModule(path), true, false).release()));
  }
}
