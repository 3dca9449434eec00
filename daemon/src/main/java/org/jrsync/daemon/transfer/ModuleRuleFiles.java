package org.jrsync.daemon.transfer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.filter.RuleFiles;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

/**
 * The rule files that a client's own rules name. They are files of the module like any other: found
 * from its root, never outside of it, and empty when the module's own rules exclude them, so that
 * an error does not tell whether they are there.
 */
final class ModuleRuleFiles implements RuleFiles {

  /** Largest rule file that is read for a client, in bytes: any file of the module can be named. */
  static final int MAX_SERVED_BYTES = 1 << 20;

  private static final int FIRST_BUFFER = 4096;

  private final Tree tree;
  private final FilterList hidden;

  /**
   * @param tree the module's tree
   * @param hidden the module's own rules
   */
  ModuleRuleFiles(Tree tree, FilterList hidden) {
    this.tree = tree;
    this.hidden = hidden;
  }

  @Override
  public byte[] read(byte[] path) throws IOException {
    byte[] inside =
        FileArguments.confined(new String(path, StandardCharsets.ISO_8859_1), false)
            .getBytes(StandardCharsets.ISO_8859_1);
    if (hidden.excludesWithParents(inside, false)) {
      return new byte[0];
    }
    try (FileHandle file = tree.openRead(inside, true, false)) {
      FileStat stat = new FileStat();
      file.stat(stat);
      if (!FileMode.isRegular(stat.mode())) {
        // A FIFO's reader would wait for its writer, and take from others what was meant for them.
        throw failure(Errno.EINVAL);
      }
      byte[] buffer = new byte[FIRST_BUFFER];
      int length = 0;
      while (true) {
        int n = file.read(buffer, length, buffer.length - length);
        if (n <= 0) {
          return Arrays.copyOf(buffer, length);
        }
        length += n;
        if (length == buffer.length) {
          if (length >= MAX_SERVED_BYTES) {
            throw new RsyncException(
                ExitCode.FILE_IO, "a rule file is larger than " + MAX_SERVED_BYTES + " bytes");
          }
          buffer = Arrays.copyOf(buffer, length * 2);
        }
      }
    } catch (PosixException e) {
      throw failure(e.errno());
    }
  }

  private static IOException failure(int errno) {
    return new IOException(Errno.message(errno) + " (" + errno + ")");
  }
}
