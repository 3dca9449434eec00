package org.jrsync.engine.generator;

import java.util.Arrays;
import org.jrsync.engine.Session;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileStat;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.flist.FileList;

/**
 * Makes sure that the directory of an entry is part of a list that was sent whole; a peer that
 * names a file in a directory that it did not list is not trusted any further.
 */
final class ParentCheck {
  private final Session session;
  private final Options options;
  private final Tree tree;
  private final DirectoryStep directories;
  private final boolean incremental;
  private final FileStat scratch = new FileStat();
  private byte[] known = new byte[0];

  ParentCheck(Session session, Tree tree, DirectoryStep directories, boolean incremental) {
    this.session = session;
    this.options = session.options();
    this.tree = tree;
    this.directories = directories;
    this.incremental = incremental;
  }

  /** Checks the entry at a position of the list. */
  void require(FileList list, int position, byte[] path) {
    int length = list.directoryLength(position) - 1;
    if (length <= 0 || Arrays.equals(known, 0, known.length, path, 0, length)) {
      return;
    }
    byte[] parent = Arrays.copyOf(path, length);
    boolean missing = options.isMissing(list.mode(position));
    if (options.relative && !options.impliedDirs) {
      if (!missing) {
        makeMissing(parent, path);
      }
    } else if (!incremental && list.find(parent, length, true) < 0) {
      if (missing && mayLack(list, parent)) {
        return;
      }
      throw ProtocolException.value("ABORTING due to invalid path from sender: " + shown(path));
    }
    known = parent;
  }

  /**
   * The parent of what is missing may be missing too; otherwise its absence is odd, but no harm.
   */
  private boolean mayLack(FileList list, byte[] parent) {
    int other = list.find(parent, parent.length, false);
    if (other < 0) {
      session
          .message(MessageCode.ERROR)
          .text("WARNING: parent dir is absent in the file list: ")
          .name(parent)
          .text("\n")
          .send();
    }
    return other < 0 || options.isMissing(list.mode(other));
  }

  /** With {@code --no-implied-dirs} the parents may be in no list: they are made as needed. */
  private void makeMissing(byte[] parent, byte[] path) {
    if (!options.dryRun && tree.stat(parent, scratch) == Errno.ENOENT) {
      int errno = directories.makeParents(path);
      if (errno != 0) {
        session.fail("recv_generator: mkdir ", parent, " failed", errno);
      }
    }
  }

  private static String shown(byte[] path) {
    return new String(path, java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
