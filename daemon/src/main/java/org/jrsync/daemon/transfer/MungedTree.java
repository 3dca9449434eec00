package org.jrsync.daemon.transfer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.DirectorySnapshot;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileStat;
import org.jspecify.annotations.Nullable;

/**
 * A tree whose symbolic links lead nowhere on disk: their targets are stored behind {@code
 * /rsyncd-munged/}, and shown to clients without it. This is rsyncd.conf's "munge symlinks".
 */
final class MungedTree implements Tree {

  private static final byte[] PREFIX = "/rsyncd-munged/".getBytes(StandardCharsets.US_ASCII);

  private final Tree tree;
  private final boolean receiving;

  /**
   * @param receiving whether links that are stored without the prefix count as different from
   *     whatever the client sends, so that they are replaced; a sender shows them as they are
   */
  MungedTree(Tree tree, boolean receiving) {
    this.tree = tree;
    this.receiving = receiving;
  }

  @Override
  public byte[] readLink(byte[] path) {
    byte[] target = tree.readLink(path);
    if (isMunged(target)) {
      return Arrays.copyOfRange(target, PREFIX.length, target.length);
    }
    if (!receiving) {
      return target;
    }
    // A NUL is in no target that a client can send.
    byte[] other = new byte[target.length + 1];
    System.arraycopy(target, 0, other, 1, target.length);
    return other;
  }

  @Override
  public void symlink(byte[] target, byte[] path) {
    byte[] munged = Arrays.copyOf(PREFIX, PREFIX.length + target.length);
    System.arraycopy(target, 0, munged, PREFIX.length, target.length);
    tree.symlink(munged, path);
  }

  private static boolean isMunged(byte[] target) {
    return target.length >= PREFIX.length
        && Arrays.equals(target, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
  }

  private static Tree plain(Tree other) {
    return other instanceof MungedTree munged ? munged.tree : other;
  }

  @Override
  public MungedTree subtree(byte[] path) {
    return new MungedTree(tree.subtree(path), receiving);
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
  public DirectorySnapshot list(byte[] path, boolean followLast) {
    return tree.list(path, followLast);
  }

  @Override
  public DirectorySnapshot names(byte[] path, boolean followLast) {
    return tree.names(path, followLast);
  }

  @Override
  public FileHandle openRead(byte[] path, boolean followLast, boolean noAtime) {
    return tree.openRead(path, followLast, noAtime);
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
  public void link(byte[] from, byte[] to) {
    tree.link(from, to);
  }

  @Override
  public void link(byte[] from, Tree toTree, byte[] to) {
    tree.link(from, plain(toTree), to);
  }

  @Override
  public void rename(byte[] from, byte[] to) {
    tree.rename(from, to);
  }

  @Override
  public void rename(byte[] from, Tree toTree, byte[] to) {
    tree.rename(from, plain(toTree), to);
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
  public void close() {
    tree.close();
  }
}
