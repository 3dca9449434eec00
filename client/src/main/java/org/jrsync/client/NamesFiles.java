package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import org.jrsync.engine.NamesFile;
import org.jrsync.engine.options.FilesFrom;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.UsageException;
import org.jrsync.engine.report.Reporter;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FdInputStream;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.TrustedPath;
import org.jspecify.annotations.Nullable;

/** Opens {@code --files-from} lists that the operator named. */
public final class NamesFiles {
  private NamesFiles() {}

  /**
   * The list that the options name; null where they name none, or one of the peer's.
   *
   * @param reporter told of a link that is refused
   * @throws UsageException when it cannot be opened
   */
  public static @Nullable NamesFile open(Options options, Reporter reporter) {
    FilesFrom list = options.filesFrom;
    if (list == null) {
      return null;
    }
    return switch (list.place()) {
      case PEER -> null;
      case STANDARD_INPUT -> new NamesFile(System.in, options.from0, name -> {});
      case FILE -> file(list.path(), options, reporter);
    };
  }

  private static NamesFile file(byte[] path, Options options, Reporter reporter) {
    try {
      // Unlike a file's handle, the stream waits for the writer of a FIFO.
      FdInputStream content =
          new FdInputStream(
              TrustedPath.openRead(path, OperatorLinks.ofFiles(options, reporter)).release());
      return new NamesFile(new BufferedInputStream(content), options.from0, name -> {});
    } catch (PosixException e) {
      throw UsageException.syntax(
          "rsync: failed to open files-from file "
              + new String(path, ISO_8859_1)
              + ": "
              + Errno.message(e.errno()));
    }
  }
}
