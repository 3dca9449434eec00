package org.jrsync.daemon.transfer;

import java.util.List;
import java.util.function.Supplier;
import org.jrsync.engine.tree.AttributeFaults;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.DirectorySnapshot;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.FileWork;
import org.jrsync.posix.PosixException;
import org.jspecify.annotations.Nullable;

/** A tree whose operations, and those of the files that it opens, are done elsewhere. */
final class PooledTree implements Tree {

  /** Bytes of files that are opened, read and closed by one piece of work. */
  private static final int AHEAD = 64 * 1024;

  private static final int TOGETHER = 16;

  private final Tree tree;
  private final FileWork work;
  private final HeldFaults faults = new HeldFaults();

  PooledTree(Tree tree, FileWork work) {
    this.tree = tree;
    this.work = work;
  }

  private FileHandle open(Supplier<FileHandle> opening) {
    return work.call(opening).workIn(work);
  }

  /** Does work that reads attributes, and tells what has been found wrong with them. */
  private <T> T telling(Supplier<T> reading) {
    try {
      return work.call(reading);
    } finally {
      faults.tell();
    }
  }

  /** The same for work without a result. */
  private void tellingOf(Runnable change) {
    try {
      work.run(change);
    } finally {
      faults.tell();
    }
  }

  private static Tree plain(Tree other) {
    return other instanceof PooledTree pooled ? pooled.tree : other;
  }

  @Override
  public int lstat(byte[] path, FileStat stat) {
    return telling(() -> tree.lstat(path, stat));
  }

  @Override
  public int stat(byte[] path, FileStat stat) {
    return telling(() -> tree.stat(path, stat));
  }

  @Override
  public boolean isReadable(byte[] path, boolean followLast) {
    return work.call(() -> tree.isReadable(path, followLast));
  }

  @Override
  public DirectorySnapshot list(byte[] path, boolean followLast, boolean noAtime) {
    return telling(() -> tree.list(path, followLast, noAtime));
  }

  @Override
  public DirectorySnapshot names(byte[] path, boolean followLast) {
    return work.call(() -> tree.names(path, followLast));
  }

  @Override
  public byte[] readLink(byte[] path) {
    return work.call(() -> tree.readLink(path));
  }

  @Override
  public byte[] storedLink(byte[] path) {
    return work.call(() -> tree.storedLink(path));
  }

  @Override
  public FileHandle openRead(byte[] path, boolean followLast, boolean noAtime) {
    return open(() -> tree.openRead(path, followLast, noAtime).readAhead(AHEAD));
  }

  @Override
  public @Nullable FileHandle openIfThere(byte[] path) {
    @Nullable FileHandle[] found = new @Nullable FileHandle[1];
    work.run(() -> {
      FileHandle file = tree.openIfThere(path);
      found[0] = file == null ? null : file.readAhead(AHEAD);
    });
    FileHandle file = found[0];
    return file == null ? null : file.workIn(work);
  }

  @Override
  public int together() {
    return TOGETHER;
  }

  @Override
  public @Nullable FileHandle[] openTogether(List<byte[]> paths, int bytes) {
    @Nullable FileHandle[] files = new @Nullable FileHandle[paths.size()];
    work.run(() -> {
      int left = bytes;
      for (int i = 0; i < files.length && left >= 0; i++) {
        try {
          FileHandle file = tree.openRead(paths.get(i)).readWhole(left);
          if (file.fd() >= 0) {
            // Larger than it was, or no file: not to be held for somebody who may never ask for it.
            file.close();
          } else {
            files[i] = file;
            left -= (int) file.size();
          }
        } catch (PosixException e) {
          files[i] = null;
        }
      }
    });
    return files;
  }

  @Override
  public FileHandle create(byte[] path, int mode) {
    return open(() -> tree.create(path, mode));
  }

  @Override
  public FileHandle openWrite(byte[] path, int flags, int mode) {
    return open(() -> tree.openWrite(path, flags, mode));
  }

  @Override
  public void mkdir(byte[] path, int mode) {
    work.run(() -> tree.mkdir(path, mode));
  }

  @Override
  public void mknod(byte[] path, int mode, int major, int minor) {
    work.run(() -> tree.mknod(path, mode, major, minor));
  }

  @Override
  public void symlink(byte[] target, byte[] path) {
    work.run(() -> tree.symlink(target, path));
  }

  @Override
  public void link(byte[] from, byte[] to) {
    work.run(() -> tree.link(from, to));
  }

  @Override
  public void link(byte[] from, Tree toTree, byte[] to) {
    work.run(() -> tree.link(from, plain(toTree), to));
  }

  @Override
  public void rename(byte[] from, byte[] to) {
    work.run(() -> tree.rename(from, to));
  }

  @Override
  public void rename(byte[] from, Tree toTree, byte[] to) {
    work.run(() -> tree.rename(from, plain(toTree), to));
  }

  @Override
  public void unlink(byte[] path) {
    work.run(() -> tree.unlink(path));
  }

  @Override
  public void rmdir(byte[] path) {
    work.run(() -> tree.rmdir(path));
  }

  @Override
  public void chmod(byte[] path, int mode) {
    tellingOf(() -> tree.chmod(path, mode));
  }

  @Override
  public void chown(byte[] path, int uid, int gid) {
    tellingOf(() -> tree.chown(path, uid, gid));
  }

  @Override
  public void setTimes(
      byte[] path, long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos) {
    work.run(() -> tree.setTimes(path, atimeSeconds, atimeNanos, mtimeSeconds, mtimeNanos));
  }

  @Override
  public byte @Nullable [] getXattr(byte[] path, byte[] name) {
    byte[][] value = new byte[1][];
    work.run(() -> value[0] = tree.getXattr(path, name));
    return value[0];
  }

  @Override
  public byte[][] listXattrs(byte[] path) {
    return work.call(() -> tree.listXattrs(path));
  }

  @Override
  public void setXattr(byte[] path, byte[] name, byte[] value) {
    work.run(() -> tree.setXattr(path, name, value));
  }

  @Override
  public void removeXattr(byte[] path, byte[] name) {
    work.run(() -> tree.removeXattr(path, name));
  }

  @Override
  public void tellFaults(AttributeFaults told) {
    faults.listener(told);
    tree.tellFaults(faults);
  }

  @Override
  public Tree subtree(byte[] path) {
    return new PooledTree(tree.subtree(path), work);
  }

  @Override
  public void close() {
    work.run(tree::close);
  }
}
