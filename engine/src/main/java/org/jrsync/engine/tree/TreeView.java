package org.jrsync.engine.tree;

import java.util.List;
import org.jrsync.posix.DirectorySnapshot;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileStat;
import org.jspecify.annotations.Nullable;

/** A tree that stands for another: what a subclass does not change, the other does. */
abstract class TreeView implements Tree {
  final Tree tree;

  TreeView(Tree tree) {
    this.tree = tree;
  }

  /** A view of the same kind over another tree. */
  abstract Tree over(Tree other);

  private static Tree behind(Tree other) {
    return other instanceof TreeView view ? view.tree : other;
  }

  @Override
  public int lstat(byte[] path, FileStat stat) {
    return tree.lstat(path, stat);
  }

  @Override
  public int stat(byte[] path, FileStat stat) {
    return tree.stat(path, stat);
  }

  @Override
  public int statBeyond(byte[] path, FileStat stat) {
    return tree.statBeyond(path, stat);
  }

  @Override
  public boolean isReadable(byte[] path, boolean followLast) {
    return tree.isReadable(path, followLast);
  }

  @Override
  public DirectorySnapshot list(byte[] path, boolean followLast, boolean noAtime) {
    return tree.list(path, followLast, noAtime);
  }

  @Override
  public DirectorySnapshot names(byte[] path, boolean followLast) {
    return tree.names(path, followLast);
  }

  @Override
  public byte[] readLink(byte[] path) {
    return tree.readLink(path);
  }

  @Override
  public byte[] storedLink(byte[] path) {
    return tree.storedLink(path);
  }

  @Override
  public FileHandle openRead(byte[] path, boolean followLast, boolean noAtime) {
    return tree.openRead(path, followLast, noAtime);
  }

  @Override
  public int together() {
    return tree.together();
  }

  @Override
  public @Nullable FileHandle[] openTogether(List<byte[]> paths, int bytes) {
    return tree.openTogether(paths, bytes);
  }

  @Override
  public FileHandle create(byte[] path, int mode) {
    return tree.create(path, mode);
  }

  @Override
  public FileHandle openWrite(byte[] path, int flags, int mode) {
    return tree.openWrite(path, flags, mode);
  }

  @Override
  public void mkdir(byte[] path, int mode) {
    tree.mkdir(path, mode);
  }

  @Override
  public void mknod(byte[] path, int mode, int major, int minor) {
    tree.mknod(path, mode, major, minor);
  }

  @Override
  public void symlink(byte[] target, byte[] path) {
    tree.symlink(target, path);
  }

  @Override
  public void link(byte[] from, byte[] to) {
    tree.link(from, to);
  }

  @Override
  public void link(byte[] from, Tree toTree, byte[] to) {
    tree.link(from, behind(toTree), to);
  }

  @Override
  public void rename(byte[] from, byte[] to) {
    tree.rename(from, to);
  }

  @Override
  public void rename(byte[] from, Tree toTree, byte[] to) {
    tree.rename(from, behind(toTree), to);
  }

  @Override
  public void unlink(byte[] path) {
    tree.unlink(path);
  }

  @Override
  public void rmdir(byte[] path) {
    tree.rmdir(path);
  }

  @Override
  public void chmod(byte[] path, int mode) {
    tree.chmod(path, mode);
  }

  @Override
  public void chown(byte[] path, int uid, int gid) {
    tree.chown(path, uid, gid);
  }

  @Override
  public void setTimes(
      byte[] path, long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos) {
    tree.setTimes(path, atimeSeconds, atimeNanos, mtimeSeconds, mtimeNanos);
  }

  @Override
  public byte @Nullable [] getXattr(byte[] path, byte[] name) {
    return tree.getXattr(path, name);
  }

  @Override
  public byte[][] listXattrs(byte[] path) {
    return tree.listXattrs(path);
  }

  @Override
  public void setXattr(byte[] path, byte[] name, byte[] value) {
    tree.setXattr(path, name, value);
  }

  @Override
  public void removeXattr(byte[] path, byte[] name) {
    tree.removeXattr(path, name);
  }

  @Override
  public void tellFaults(AttributeFaults faults) {
    tree.tellFaults(faults);
  }

  @Override
  public Tree subtree(byte[] path) {
    return over(tree.subtree(path));
  }

  @Override
  public void close() {
    tree.close();
  }
}
