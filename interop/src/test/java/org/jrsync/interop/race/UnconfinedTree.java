package org.jrsync.interop.race;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.DirectorySnapshot;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.OpenFlags;
import org.jrsync.posix.Policy;
import org.jspecify.annotations.Nullable;

/**
 * A tree as a careless program has it: each call resolves the whole path anew, by any link on the
 * way, and where the system lets it also by one at the end. Race tests must see it led astray.
 */
final class UnconfinedTree implements Tree {
  private static final byte[] TOP = {'/'};

  private final Path root;
  private final Path directory;
  private final BiConsumer<String, byte[]> pause;

  /**
   * @param pause called before each use of a path, with the call and the path
   */
  UnconfinedTree(Path root, BiConsumer<String, byte[]> pause) {
    this(root, root, pause);
  }

  private UnconfinedTree(Path root, Path directory, BiConsumer<String, byte[]> pause) {
    this.root = root;
    this.directory = directory;
    this.pause = pause;
  }

  private Path full(byte[] path) {
    return directory.resolve(new String(path, UTF_8)).normalize();
  }

  /** Pauses and gives the absolute path. */
  private byte[] before(String call, byte[] path) {
    Path full = full(path);
    pause.accept(call, bytes(root.relativize(full)));
    return bytes(full);
  }

  private static byte[] bytes(Path path) {
    return path.toString().getBytes(UTF_8);
  }

  /** As {@link #before}, with a link at the end followed too if it leads somewhere. */
  private byte[] beforeFollowing(String call, byte[] path) {
    Path at = Path.of(new String(before(call, path), UTF_8));
    try {
      return bytes(Files.isSymbolicLink(at) && Files.exists(at) ? at.toRealPath() : at);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Works in the whole file system, in which nothing is held from one call to the next. */
  private static <T extends @Nullable Object> T look(Function<ConfinedTree, T> work) {
    try (ConfinedTree all = ConfinedTree.open(TOP, Policy.OPERATOR)) {
      return work.apply(all);
    }
  }

  private static void act(Consumer<ConfinedTree> work) {
    try (ConfinedTree all = ConfinedTree.open(TOP, Policy.OPERATOR)) {
      work.accept(all);
    }
  }

  @Override
  public int lstat(byte[] path, FileStat stat) {
    byte[] at = before("statx", path);
    return look(all -> all.lstat(at, stat));
  }

  @Override
  public int stat(byte[] path, FileStat stat) {
    byte[] at = before("statx", path);
    return look(all -> all.stat(at, stat));
  }

  @Override
  public boolean isReadable(byte[] path, boolean followLast) {
    byte[] at = followLast ? beforeFollowing("faccessat", path) : before("faccessat", path);
    return look(tree -> tree.isReadable(at, followLast));
  }

  @Override
  public DirectorySnapshot list(byte[] path, boolean followLast, boolean noAtime) {
    byte[] at = before("openat", path);
    return look(all -> all.list(at, true, noAtime));
  }

  @Override
  public DirectorySnapshot names(byte[] path, boolean followLast) {
    byte[] at = before("openat", path);
    return look(all -> all.names(at, true));
  }

  @Override
  public byte[] readLink(byte[] path) {
    byte[] at = before("readlinkat", path);
    return look(all -> all.readLink(at));
  }

  @Override
  public FileHandle openRead(byte[] path, boolean followLast, boolean noAtime) {
    byte[] at = before("openat", path);
    return look(all -> all.openRead(at, true, noAtime));
  }

  @Override
  public FileHandle create(byte[] path, int mode) {
    byte[] at = beforeFollowing("openat", path);
    int flags = OpenFlags.CREATE | OpenFlags.READ_TOO | OpenFlags.TRUNCATE;
    return look(all -> all.openWrite(at, flags, mode));
  }

  @Override
  public FileHandle openWrite(byte[] path, int flags, int mode) {
    byte[] at = beforeFollowing("openat", path);
    return look(all -> all.openWrite(at, flags, mode));
  }

  @Override
  public void mkdir(byte[] path, int mode) {
    byte[] at = before("mkdirat", path);
    act(all -> all.mkdir(at, mode));
  }

  @Override
  public void mknod(byte[] path, int mode, int major, int minor) {
    byte[] at = before("mknodat", path);
    act(all -> all.mknod(at, mode, major, minor));
  }

  @Override
  public void symlink(byte[] target, byte[] path) {
    byte[] at = before("symlinkat", path);
    act(all -> all.symlink(target, at));
  }

  @Override
  public void link(byte[] from, byte[] to) {
    link(from, this, to);
  }

  @Override
  public void link(byte[] from, Tree toTree, byte[] to) {
    byte[] source = before("linkat", from);
    byte[] target = ((UnconfinedTree) toTree).before("linkat", to);
    act(all -> all.link(source, target));
  }

  @Override
  public void rename(byte[] from, byte[] to) {
    rename(from, this, to);
  }

  @Override
  public void rename(byte[] from, Tree toTree, byte[] to) {
    byte[] source = before("renameat", from);
    byte[] target = ((UnconfinedTree) toTree).before("renameat", to);
    act(all -> all.rename(source, target));
  }

  @Override
  public void unlink(byte[] path) {
    byte[] at = before("unlinkat", path);
    act(all -> all.unlink(at));
  }

  @Override
  public void rmdir(byte[] path) {
    byte[] at = before("unlinkat", path);
    act(all -> all.rmdir(at));
  }

  @Override
  public void chmod(byte[] path, int mode) {
    byte[] at = beforeFollowing("fchmodat2", path);
    act(all -> all.chmod(at, mode));
  }

  @Override
  public void chown(byte[] path, int uid, int gid) {
    byte[] at = beforeFollowing("fchownat", path);
    act(all -> all.chown(at, uid, gid));
  }

  @Override
  public void setTimes(
      byte[] path, long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos) {
    byte[] at = beforeFollowing("utimensat", path);
    act(all -> all.setTimes(at, atimeSeconds, atimeNanos, mtimeSeconds, mtimeNanos));
  }

  @Override
  public byte @Nullable [] getXattr(byte[] path, byte[] name) {
    byte[] at = beforeFollowing("getxattr", path);
    return look(all -> all.getXattr(at, name));
  }

  @Override
  public byte[][] listXattrs(byte[] path) {
    byte[] at = beforeFollowing("listxattr", path);
    return look(all -> all.listXattrs(at));
  }

  @Override
  public void setXattr(byte[] path, byte[] name, byte[] value) {
    byte[] at = beforeFollowing("setxattr", path);
    act(all -> all.setXattr(at, name, value));
  }

  @Override
  public void removeXattr(byte[] path, byte[] name) {
    byte[] at = beforeFollowing("removexattr", path);
    act(all -> all.removeXattr(at, name));
  }

  @Override
  public Tree subtree(byte[] path) {
    return new UnconfinedTree(root, full(path), pause);
  }

  @Override
  public void close() {}
}
