package org.jrsync.daemon.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jrsync.engine.NamesFile;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.options.FilesFrom;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.UsageException;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileInput;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * Opens {@code --files-from} lists that a client asks for: files of the module like any other, and
 * none that its own rules exclude.
 */
final class ModuleNames {
  private ModuleNames() {}

  /**
   * The list that the client's options name; null where they name none, or one of the client's.
   *
   * @param tree the module's tree
   * @param hidden the module's own rules
   * @throws UsageException when it cannot be had
   */
  static @Nullable NamesFile open(Options options, Tree tree, FilterList hidden) {
    FilesFrom list = options.filesFrom;
    if (list == null || list.isPeers()) {
      return null;
    }
    byte[] path =
        FileArguments.confined(new String(list.path(), ISO_8859_1), false).getBytes(ISO_8859_1);
    if (hidden.excludesWithParents(path, false)) {
      throw UsageException.syntax("Your options have been rejected by the server.");
    }
    return NamesFile.open(
        list, options, named -> new FileInput(regular(tree.openRead(path, true, false))));
  }

  /** A FIFO's reader would wait for its writer, and take from others what was meant for them. */
  private static FileHandle regular(FileHandle file) {
    boolean regular = false;
    try {
      FileStat stat = new FileStat();
      file.stat(stat);
      regular = FileMode.isRegular(stat.mode());
    } finally {
      if (!regular) {
        file.close();
      }
    }
    if (!regular) {
      throw new PosixException(Errno.EINVAL, "open");
    }
    return file;
  }
}
