package org.jrsync.engine.tree;

import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.DirectorySnapshot;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.LinkTrust;
import org.jrsync.posix.Policy;
import org.jspecify.annotations.Nullable;

/** The tree of a POSIX file system, held by a descriptor of its root. */
public final class PosixTree implements Tree {

  private final ConfinedTree tree;

  /** Whether it may be told what a link leads to outside. */
  private final boolean looksOut;

  /** Takes over a confined tree, which is closed with this one. */
  public PosixTree(ConfinedTree tree) {
    this(tree, false);
  }

  private PosixTree(ConfinedTree tree, boolean looksOut) {
    this.tree = tree;
    this.looksOut = looksOut;
  }

  /** Takes over a confined tree of the person's own, whose links are no secret outside of it. */
  static PosixTree lookingOut(ConfinedTree tree) {
    return new PosixTree(tree, true);
  }

  /** Opens the directory at a path that the operator named. */
  public static PosixTree open(byte[] operatorPath, Policy policy) {
    return new PosixTree(ConfinedTree.open(operatorPath, policy));
  }

  /** Opens a directory as a tree whose paths lead anywhere, by trusted links alone. */
  public static PosixTree open(byte[] operatorPath, LinkTrust trust) {
    return new PosixTree(ConfinedTree.open(operatorPath, trust));
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
    return looksOut ? tree.statBeyond(path, stat) : tree.stat(path, stat);
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
    return tree.readLink(path);
  }

  @Override
  public FileHandle openRead(byte[] path, boolean followLast, boolean noAtime) {
    return tree.openRead(path, followLast, noAtime);
  }

  @Override
  public @Nullable FileHandle openIfThere(byte[] path) {
    return tree.openIfThere(path);
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
    tree.link(from, posix(toTree).tree, to);
  }

  @Override
  public void rename(byte[] from, byte[] to) {
    tree.rename(from, to);
  }

  @Override
  public void rename(byte[] from, Tree toTree, byte[] to) {
    tree.rename(from, posix(toTree).tree, to);
  }

  private static PosixTree posix(Tree other) {
    if (other instanceof PosixTree posix) {
      return posix;
    }
    throw new IllegalArgumentException("trees of different kinds");
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
  public PosixTree subtree(byte[] path) {
    return new PosixTree(tree.subtree(path), looksOut);
  }

  @Override
  public void close() {
    tree.close();
  }
}
