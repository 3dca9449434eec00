package org.jrsync.engine.backup;

import java.util.Arrays;
import org.jrsync.engine.Session;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.metadata.AttributeSetter;
import org.jrsync.engine.tree.NamedDirectory;
import org.jrsync.engine.tree.Paths;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.UntrustedLinkException;
import org.jrsync.wire.MessageCode;
import org.jspecify.annotations.Nullable;

/**
 * Where backups lie: beside the files, or in the same places below {@code --backup-dir}, whose
 * directories are made with the attributes of those that the files come from.
 */
final class BackupArea implements AutoCloseable {
  private static final int MAX_PATH = 4095;
  private static final int NEW_DIRECTORY = 0777;
  private static final byte[] NOTHING = {};

  /**
   * A place for one backup.
   *
   * @param tree null in a dry run that would only make the area
   * @param path within the tree
   * @param told its path for messages
   */
  record Spot(@Nullable Tree tree, byte[] path, byte[] told) {}

  private final Session session;
  private final Tree destination;
  private final @Nullable NamedDirectory directory;
  private final byte[] label;
  private final byte[] suffix;
  private final FilterList hidden;
  private final boolean dryRun;
  private final Obstacles obstacles;
  private final FileStat stat = new FileStat();
  private int errno;
  private @Nullable Tree area;
  private @Nullable AttributeSetter attributes;

  /** The path of the backup before, whose directories are known to be there. */
  private byte[] last = NOTHING;

  /**
   * @param directory null where backups lie beside the files
   * @param label the directory's name for messages, with a slash at its end
   * @param hidden rules about where no backup may lie
   */
  BackupArea(
      Session session,
      Tree destination,
      @Nullable NamedDirectory directory,
      byte[] label,
      byte[] suffix,
      FilterList hidden,
      Obstacles obstacles) {
    this.session = session;
    this.destination = destination;
    this.directory = directory;
    this.label = label;
    this.suffix = suffix;
    this.hidden = hidden;
    this.dryRun = session.options().dryRun;
    this.obstacles = obstacles;
  }

  /** Why there was no place for the last backup; 0 where no system call failed. */
  int errno() {
    return errno;
  }

  /** Whether a name is that of a backup beside its file. */
  boolean isBackup(byte[] path) {
    int start = path.length - suffix.length;
    return directory == null
        && start > 0
        && Arrays.equals(path, start, path.length, suffix, 0, suffix.length);
  }

  /** Sets the attributes of what lies here, which is null in a dry run without an area. */
  @Nullable AttributeSetter attributes() {
    Tree tree = directory == null ? destination : area;
    if (attributes == null && tree != null) {
      attributes = new AttributeSetter(session, tree);
    }
    return attributes;
  }

  /**
   * The place for a file's backup, in a directory that is there.
   *
   * @return null if there is none, which has been reported
   */
  @Nullable Spot spotFor(byte[] path) {
    errno = 0;
    byte[] name = Paths.concat(path, suffix);
    byte[] told = Paths.concat(label, name);
    if (told.length >= MAX_PATH) {
      session.message(MessageCode.ERROR).text("backup filename too long\n").send();
      return null;
    }
    if (hidden.excludesWithParents(name, false)) {
      session
          .message(MessageCode.ERROR_XFER)
          .text("daemon refused to make backup ")
          .full(told)
          .text("\n")
          .send();
      return null;
    }
    if (directory == null) {
      return new Spot(destination, name, told);
    }
    Tree tree = open(directory);
    if (tree == null) {
      return dryRun ? new Spot(null, name, told) : null;
    }
    return prepare(tree, name) ? new Spot(tree, name, told) : null;
  }

  private @Nullable Tree open(NamedDirectory named) {
    if (area != null) {
      return area;
    }
    try {
      area = dryRun ? named.open() : named.openOrMake();
    } catch (PosixException e) {
      if (e instanceof UntrustedLinkException) {
        session.refusedLink();
      }
      if (!dryRun) {
        told("backup mkdir ", withoutSlash(label), e.errno());
      }
    }
    return area;
  }

  /** Makes sure of the directories that a backup goes to. */
  private boolean prepare(Tree tree, byte[] name) {
    int known = commonDirectories(name);
    last = name;
    boolean making = false;
    for (int end = known; end < name.length; end++) {
      if (name[end] != '/' || end == 0) {
        continue;
      }
      byte[] dir = Arrays.copyOf(name, end);
      Boolean there = making ? Boolean.FALSE : isDirectory(tree, dir);
      if (there == null || (!there && !make(tree, dir))) {
        last = Arrays.copyOf(name, Math.max(0, Paths.lastSlash(dir) + 1));
        return false;
      }
      making |= !there;
    }
    return true;
  }

  /** How much of a path leads through directories that the last one went through. */
  private int commonDirectories(byte[] name) {
    int known = 0;
    for (int i = 0; i < name.length && i < last.length && name[i] == last[i]; i++) {
      if (name[i] == '/') {
        known = i + 1;
      }
    }
    return known;
  }

  /** Null if it cannot be had, which has been reported. What is no directory is removed. */
  private @Nullable Boolean isDirectory(Tree tree, byte[] dir) {
    int errno = tree.lstat(dir, stat);
    if (errno == Errno.ENOENT) {
      return false;
    }
    byte[] told = Paths.concat(label, dir);
    if (errno != 0) {
      told("backup lstat ", told, errno);
      return null;
    }
    if (FileMode.isDirectory(stat.mode())) {
      return true;
    }
    return obstacles.remove(tree, dir, told, stat.mode()) ? Boolean.FALSE : null;
  }

  private boolean make(Tree tree, byte[] dir) {
    if (!dryRun) {
      int errno = mkdir(tree, dir);
      if (errno == Errno.EEXIST) {
        Boolean there = isDirectory(tree, dir);
        if (there == null) {
          return false;
        }
        errno = there ? 0 : mkdir(tree, dir);
      }
      if (errno != 0) {
        told("backup mkdir ", Paths.concat(label, dir), errno);
        return false;
      }
    }
    int errno = destination.stat(dir, stat);
    AttributeSetter setter = attributes();
    if (errno != 0) {
      session
          .systemError(MessageCode.ERROR)
          .text("backup stat ")
          .full(dir)
          .text(" failed")
          .errno(errno)
          .send();
    } else if (setter != null) {
      setter.apply(dir, LocalEntry.of(stat), stat.mode(), null, 0);
    }
    return true;
  }

  private static int mkdir(Tree tree, byte[] dir) {
    try {
      tree.mkdir(dir, NEW_DIRECTORY);
      return 0;
    } catch (PosixException e) {
      return e.errno();
    }
  }

  private void told(String what, byte[] path, int why) {
    errno = why;
    session.systemError(MessageCode.ERROR).text(what).name(path).text(" failed").errno(why).send();
  }

  private static byte[] withoutSlash(byte[] path) {
    return path.length > 1 ? Arrays.copyOf(path, path.length - 1) : path;
  }

  @Override
  public void close() {
    area = null;
    if (directory != null) {
      directory.close();
    }
  }
}
