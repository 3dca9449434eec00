package org.jrsync.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jrsync.engine.options.FilesFrom;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.UsageException;
import org.jrsync.posix.Errno;
import org.jrsync.posix.PosixException;

/**
 * A {@code --files-from} list that this side has: the sender's own, or one that the receiving side
 * forwards to it.
 *
 * @param content the list, which is read once and can be closed while another thread reads it
 * @param nulls whether names end with a NUL and not with a line
 * @param forwarded told each name before the sender gets it
 */
public record NamesFile(InputStream content, boolean nulls, Consumer<byte[]> forwarded)
    implements AutoCloseable {

  /** A list of which nobody is told. */
  public static NamesFile of(InputStream content, Options options) {
    return new NamesFile(content, options.from0, name -> {});
  }

  /**
   * Opens a list that is a file.
   *
   * @param opener opens it by its path
   * @throws UsageException when the opener throws a {@link PosixException}
   */
  public static NamesFile open(
      FilesFrom list, Options options, Function<byte[], InputStream> opener) {
    try {
      return of(new BufferedInputStream(opener.apply(list.path())), options);
    } catch (PosixException e) {
      throw UsageException.syntax(
          "rsync: failed to open files-from file "
              + new String(list.path(), ISO_8859_1)
              + ": "
              + Errno.message(e.errno()));
    }
  }

  /** The same list, with somebody else told of its names. */
  public NamesFile telling(Consumer<byte[]> listener) {
    return new NamesFile(content, nulls, listener);
  }

  /** Closes the content. */
  @Override
  public void close() {
    try {
      content.close();
    } catch (IOException | PosixException e) {
      // It was only read: what there is to know of it, its reader knows.
      return;
    }
  }
}
