package org.jrsync.client;

import java.io.FilterInputStream;
import java.io.InputStream;
import org.jrsync.engine.NamesFile;
import org.jrsync.engine.options.FilesFrom;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.UsageException;
import org.jrsync.engine.report.Reporter;
import org.jrsync.posix.FdInputStream;
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
      case STANDARD_INPUT -> NamesFile.of(standardInput(), options);
      case FILE ->
          NamesFile.open(
              list,
              options,
              // Unlike a file's handle, the stream waits for the writer of a FIFO.
              path ->
                  new FdInputStream(
                      TrustedPath.openRead(path, OperatorLinks.ofFiles(options, reporter))
                          .release()));
    };
  }

  /** It is the whole program's, and stays open. */
  private static InputStream standardInput() {
    return new FilterInputStream(System.in) {
      @Override
      public void close() {}
    };
  }
}
