package org.jrsync.engine.receiver;

import org.jrsync.engine.Session;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.Writing;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.RsyncException;

/**
 * What is asked of the disk beyond taking the data: to have room for all of it before ({@code
 * --preallocate}), and to have it for good after ({@code --fsync}).
 */
final class DiskRoom {
  private static final int BLOCK = 512;

  private final Session session;
  private final Options options;
  private final FileStat stat = new FileStat();

  DiskRoom(Session session) {
    this.session = session;
    this.options = session.options();
  }

  /**
   * Reserves room for a file where that is asked for.
   *
   * @param size that the file will have
   * @param existing bytes that it has now
   * @param inPlace whether what it has is to stay
   * @return below which offset holes have to be punched in the file
   */
  long prepare(FileHandle file, byte[] path, long size, long existing, boolean inPlace) {
    Writing writing = options.writing;
    if (!writing.preallocate() || size <= 0 || (inPlace && size <= existing)) {
      return 0;
    }
    // One byte off, so that the file's length shows that it is not complete.
    long length = (size & 1) != 0 ? size + 1 : size - 1;
    try {
      if (!options.sparse) {
        file.allocate(0, length);
        return length;
      }
      if (length > 0) {
        // Holes are punched within a file's length alone.
        file.extend(0, length);
      }
      file.stat(stat);
      return stat.blocks() * BLOCK;
    } catch (PosixException e) {
      session
          .systemError(MessageCode.WARNING)
          .text("do_fallocate ")
          .full(path)
          .errno(e.errno())
          .send();
      return 0;
    }
  }

  /** Has the file on the disk where that is asked for. */
  void settle(FileHandle file, byte[] path) {
    if (!options.writing.fsync()) {
      return;
    }
    try {
      file.fsync();
    } catch (PosixException e) {
      session
          .systemError(MessageCode.ERROR)
          .text("fsync failed on ")
          .full(path)
          .errno(e.errno())
          .send();
      throw new RsyncException(ExitCode.FILE_IO, "", e);
    }
  }
}
