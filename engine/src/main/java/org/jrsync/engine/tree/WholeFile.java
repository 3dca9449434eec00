package org.jrsync.engine.tree;

import java.io.IOException;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

/** Reads small files of a tree as a whole, as the rule files that a peer names. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Reads a file; links lead to it as far as the tree lets them.
   *
   * @param most bytes
   * @throws IOException when it is not there, or no regular file; its message is rsync's
   * @throws RsyncException with exit code 11 for one that is larger
   */
  public static byte[] read(Tree tree, byte[] path, int most) throws IOException {
    try (FileHandle file = tree.openRead(path, true, false)) {
      FileStat stat = new FileStat();
      file.stat(stat);
      if (!FileMode.isRegular(stat.mode())) {
        // A FIFO's reader would wait for its writer, and take from others what was meant for them.
        throw failure(Errno.EINVAL);
      }
      return file.readToEnd(most);
    } catch (PosixException e) {
      if (e.errno() == Errno.EFBIG) {
        throw new RsyncException(ExitCode.FILE_IO, "a rule file is larger than " + most + " bytes");
      }
      throw failure(e.errno());
    }
  }

  private static IOException failure(int errno) {
    return new IOException(Errno.message(errno) + " (" + errno + ")");
  }
}
