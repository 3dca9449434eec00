package org.jrsync.engine.tree;

import java.util.List;
import org.jrsync.posix.DirectorySnapshot;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.FileTime;
import org.jrsync.posix.OpenFlags;
import org.jrsync.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * A tree of files that a transfer reads or writes. Every path is relative to the tree's root, in
 * bytes; the empty one and {@code .} are the root. No path, whatever the peer put into it, leads
 * out of the tree.
 *
 * <p>Errors are {@link PosixException}s with the errno of the operating system, except for the two
 * stat operations, which return it. Operations that change something do not follow a symbolic link
 * at a path's end. Implementations are safe for several threads.
 */
public interface Tree extends AutoCloseable {

  /**
   * Fills {@code stat} with the attributes of a path, not following a link at its end; 0 or the
   * errno.
   */
  int lstat(byte[] path, FileStat stat);

  /** Fills {@code stat} with the attributes of what a path leads to; 0 or the errno. */
  int stat(byte[] path, FileStat stat);

  /**
   * As {@link #stat}, but looks too at what a link at the path's end leads to outside of the tree,
   * where that is the operator's own and no secret to the peer; {@code EXDEV} elsewhere.
   */
  default int statBeyond(byte[] path, FileStat stat) {
    return stat(path, stat);
  }

  /**
   * Whether the user that the transfer acts as may read what a path names.
   *
   * @param followLast whether a link at the path's end is followed
   */
  boolean isReadable(byte[] path, boolean followLast);

  /**
   * The content of a directory, with the attributes of every entry; a link at the path's end is
   * refused.
   */
  default DirectorySnapshot list(byte[] path) {
    return list(path, false);
  }

  /** The content of a directory, with the attributes of every entry. */
  default DirectorySnapshot list(byte[] path, boolean followLast) {
    return list(path, followLast, false);
  }

  /**
   * The content of a directory, with the attributes of every entry.
   *
   * @param noAtime leave the access time alone; {@code EPERM} where the user may not ask for that
   */
  DirectorySnapshot list(byte[] path, boolean followLast, boolean noAtime);

  /** The content of a directory, names only. */
  DirectorySnapshot names(byte[] path, boolean followLast);

  /** The target of a symbolic link. */
  byte[] readLink(byte[] path);

  /** The target of a symbolic link as it is on disk, where that differs from what is shown. */
  default byte[] storedLink(byte[] path) {
    return readLink(path);
  }

  /**
   * Opens a file for reading, without waiting for a writer when it is a FIFO.
   *
   * @param followLast whether a symbolic link at the path's end is followed; {@code ELOOP}
   *     otherwise
   * @param noAtime leave the access time alone; {@code EPERM} where the user may not ask for that
   */
  FileHandle openRead(byte[] path, boolean followLast, boolean noAtime);

  /** Opens a file for reading; {@code ELOOP} when the path's end is a symbolic link. */
  default FileHandle openRead(byte[] path) {
    return openRead(path, false, false);
  }

  /** As {@link #openRead(byte[])}; null where there is no such file. */
  default @Nullable FileHandle openIfThere(byte[] path) {
    try {
      return openRead(path);
    } catch (PosixException e) {
      if (e.errno() == Errno.ENOENT) {
        return null;
      }
      throw e;
    }
  }

  /**
   * How many files are best opened together to be read soon, by {@link #openTogether}; 0 where it
   * makes no difference.
   */
  default int together() {
    return 0;
  }

  /**
   * Opens files as {@link #openRead(byte[])} does, and reads the small ones, whose handles are good
   * for reading at positions and for their attributes alone. One that cannot be opened is null:
   * whoever asks for it alone is told why.
   */
  default @Nullable FileHandle[] openTogether(List<byte[]> paths, int bytes) {
    throw new UnsupportedOperationException("this tree opens files one by one");
  }

  /** Creates a file that is not there yet, for reading and writing; {@code EEXIST} when it is. */
  FileHandle create(byte[] path, int mode);

  /**
   * Opens a file for writing.
   *
   * @param flags of {@link org.jrsync.posix.OpenFlags}
   * @param mode permissions in case the flags create the file
   */
  FileHandle openWrite(byte[] path, int flags, int mode);

  /** Opens a file for writing, creating it when it is missing. */
  default FileHandle openWrite(byte[] path, int mode) {
    return openWrite(path, OpenFlags.CREATE, mode);
  }

  /** Creates a directory. */
  void mkdir(byte[] path, int mode);

  /** Creates a device, FIFO, socket or empty file; the type is in {@code mode}. */
  void mknod(byte[] path, int mode, int major, int minor);

  /** Creates a symbolic link; its target is data and not looked at. */
  void symlink(byte[] target, byte[] path);

  /** Gives a file a second name. */
  void link(byte[] from, byte[] to);

  /** Gives a file a second name in another tree of the same kind. */
  void link(byte[] from, Tree toTree, byte[] to);

  /** Moves a name, replacing what is there. */
  void rename(byte[] from, byte[] to);

  /** Moves a name into another tree of the same kind. */
  void rename(byte[] from, Tree toTree, byte[] to);

  /** Removes a name that is no directory. */
  void unlink(byte[] path);

  /** Removes a name if it can; one that is missing or cannot be removed is left as it is. */
  default void unlinkIfExists(byte[] path) {
    try {
      unlink(path);
    } catch (PosixException e) {
      // What stays shows in the next operation on the name, which reports it.
      return;
    }
  }

  /** Removes an empty directory. */
  void rmdir(byte[] path);

  /** Sets permission bits. */
  void chmod(byte[] path, int mode);

  /** Sets owner and group; -1 leaves one as it is. */
  void chown(byte[] path, int uid, int gid);

  /** Sets times; nanoseconds may be one of {@link org.jrsync.posix.FileTime}'s marks. */
  void setTimes(byte[] path, long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos);

  /** Sets the modification time and leaves the access time. */
  default void setTimes(byte[] path, long mtimeSeconds, int mtimeNanos) {
    setTimes(path, 0, FileTime.OMIT, mtimeSeconds, mtimeNanos);
  }

  /** The value of an extended attribute, or null when there is none of that name. */
  byte @Nullable [] getXattr(byte[] path, byte[] name);

  /** Names of the extended attributes. */
  byte[][] listXattrs(byte[] path);

  /** Sets an extended attribute. */
  void setXattr(byte[] path, byte[] name, byte[] value);

  /** Removes an extended attribute. */
  void removeXattr(byte[] path, byte[] name);

  /**
   * Says who is told of attributes that are of no use, for trees that keep such. A later call takes
   * an earlier one's place; a subtree has to be told for itself.
   */
  default void tellFaults(AttributeFaults faults) {}

  /**
   * A view of this tree that starts at a directory of it, which need not exist yet. What confines
   * paths stays this tree's root.
   */
  Tree subtree(byte[] path);

  @Override
  void close();
}
