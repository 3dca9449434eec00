package org.jrsync.daemon.log;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import org.jrsync.engine.report.LogLine;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.OpenFlags;
import org.jrsync.posix.OperatorRoot;
import org.jrsync.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * A log file, open for as long as the daemon runs. Each line is one append, so that several daemons
 * may share a file. When the file has been moved away, {@link #followRotation} begins a new one.
 */
public final class LogFile implements LogSink, AutoCloseable {

  /** Mode of a new log file, lessened by the umask. */
  private static final int MODE = 0644;

  private final byte[] path;
  private final OperatorRoot root;
  private final ZoneId zone = ZoneId.systemDefault();
  private final FileStat held = new FileStat();
  private final FileStat named = new FileStat();
  private @Nullable FileHandle file;

  /**
   * Opens or creates the file.
   *
   * @param path a text of bytes
   * @param root where it begins
   * @throws PosixException when it cannot be opened or must not be trusted
   */
  LogFile(String path, OperatorRoot root) {
    this.path = path.getBytes(StandardCharsets.ISO_8859_1);
    this.root = root;
    this.file = open();
  }

  private FileHandle open() {
    FileHandle opened = root.openWrite(path, OpenFlags.CREATE | OpenFlags.APPEND, MODE);
    opened.stat(held);
    return opened;
  }

  @Override
  public void line(long writer, String text) {
    byte[] line = LogLine.format(Instant.now(), zone, writer, text);
    synchronized (this) {
      FileHandle target = file;
      if (target != null) {
        try {
          target.write(line, 0, line.length);
        } catch (PosixException e) {
          // A full disk must not end sessions that would otherwise succeed.
        }
      }
    }
  }

  /**
   * Goes on in a new file when the path names another one, or none, by now. Called by the daemon's
   * own identity when a client comes.
   *
   * @return false when the path can no longer be opened: what is written goes where nobody looks
   */
  synchronized boolean followRotation() {
    if (isNamed()) {
      return true;
    }
    reopen();
    return isNamed();
  }

  /** Where a look takes a descriptor and there is none, the file is taken to be where it was. */
  private boolean isNamed() {
    int error = root.stat(path, named);
    return error == 0
        ? named.isSameFile(held)
        : error == Errno.EMFILE || error == Errno.ENFILE || error == Errno.ENOMEM;
  }

  /** Opens the path again, as it may lead elsewhere by now. */
  synchronized void reopen() {
    try {
      FileHandle old = file;
      file = open();
      if (old != null) {
        old.close();
      }
    } catch (PosixException e) {
      // The old file still takes the lines.
    }
  }

  @Override
  public synchronized void close() {
    FileHandle open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }
}
