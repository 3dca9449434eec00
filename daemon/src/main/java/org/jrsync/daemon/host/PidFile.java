package org.jrsync.daemon.host;

import java.nio.charset.StandardCharsets;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.OpenFileLock;
import org.jrsync.posix.OpenFlags;
import org.jrsync.posix.Policy;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

/**
 * The file that holds the daemon's process id, locked as long as it runs, so that a second daemon
 * with the same file does not start. Its last part is never followed if it is a symlink.
 */
public final class PidFile implements AutoCloseable {

  private static final int MODE = 0664;
  private static final int LOCKED = 4;
  private static final int MAX_SIZE = 32;

  private final ConfinedTree directory;
  private final byte[] name;
  private final FileHandle file;

  private PidFile(ConfinedTree directory, byte[] name, FileHandle file) {
    this.directory = directory;
    this.name = name;
    this.file = file;
  }

  /**
   * Writes the file.
   *
   * @param path a text of bytes
   * @throws RsyncException with {@link ExitCode#FILE_IO} when another daemon holds it or it cannot
   *     be written
   */
  public static PidFile create(String path, long pid) {
    int slash = path.lastIndexOf('/');
    String parent = slash < 0 ? "." : slash == 0 ? "/" : path.substring(0, slash);
    ConfinedTree directory;
    try {
      directory = ConfinedTree.open(bytes(parent), Policy.BENEATH);
    } catch (PosixException e) {
      throw new RsyncException(
          ExitCode.FILE_IO,
          "rsync: failed to open pid-file directory \"" + parent + "\": " + reason(e.errno()));
    }
    byte[] name = bytes(path.substring(slash + 1));
    String step = "create";
    try {
      FileStat stat = new FileStat();
      if (directory.lstat(name, stat) == 0) {
        if (stat.isRegular()) {
          step = "open";
        } else {
          step = "unlink";
          directory.unlink(name);
          step = "create";
        }
      }
      FileHandle file = directory.openWrite(name, OpenFlags.CREATE | OpenFlags.READ_TOO, MODE);
      step = write(directory, name, file, pid);
      if (step.isEmpty()) {
        return new PidFile(directory, name, file);
      }
      file.close();
      directory.close();
      throw failed(step, path, Errno.EAGAIN);
    } catch (PosixException e) {
      directory.close();
      throw failed(step, path, e.errno());
    }
  }

  /** Returns what could not be done, or nothing. */
  private static String write(ConfinedTree directory, byte[] name, FileHandle file, long pid) {
    if (!OpenFileLock.tryExclusive(file, 0, LOCKED)) {
      return "lock";
    }
    FileStat opened = new FileStat();
    file.stat(opened);
    if (!opened.isRegular()) {
      return "avoid file overwrite race for";
    }
    if (opened.size() > MAX_SIZE) {
      return "find small";
    }
    FileStat named = new FileStat();
    if (directory.lstat(name, named) != 0 || !named.isSameFile(opened)) {
      return "verify stat info for";
    }
    file.truncate(0);
    byte[] text = bytes(pid + "\n");
    file.write(text, 0, text.length);
    return "";
  }

  private boolean removed() {
    try {
      directory.unlink(name);
      return true;
    } catch (PosixException e) {
      // Or somebody has removed it already.
      return e.errno() == Errno.ENOENT;
    }
  }

  private static RsyncException failed(String step, String path, int errno) {
    return new RsyncException(
        ExitCode.FILE_IO, "failed to " + step + " pid file " + path + ": " + Errno.message(errno));
  }

  private static String reason(int errno) {
    return Errno.message(errno) + " (" + errno + ")";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Removes the file, or empties it where this process may not remove it any more. */
  @Override
  public void close() {
    try (directory;
        file) {
      if (!removed()) {
        file.truncate(0);
      }
    } catch (PosixException e) {
      // On a full or dead disk, it stays as it is; nobody holds its lock any more.
      return;
    }
  }
}
