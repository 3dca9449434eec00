package org.jrsync.posix;

import static org.jrsync.posix.TestPaths.b;
import static org.jrsync.posix.TestPaths.text;

import java.nio.file.Path;

/** A confined tree under race tests. */
final class ConfinedTarget implements RaceTarget {
  private final ConfinedTree tree;
  private final byte[] buffer = new byte[64];

  ConfinedTarget(Path root, Policy policy, PathResolver resolver) {
    tree = ConfinedTree.open(b(root), policy, resolver);
  }

  @Override
  public void beforeUse(Runnable flip) {
    ConfinedTree.hookForTests((call, path) -> flip.run());
  }

  @Override
  public void create(String path) {
    try (FileHandle file = tree.create(b(path), 0666)) {
      file.write(b("ours"), 0, 4);
    }
  }

  @Override
  public void overwrite(String path) {
    try (FileHandle file = tree.openWrite(b(path), OpenFlags.TRUNCATE, 0)) {
      file.write(b("ours"), 0, 4);
    }
  }

  @Override
  public String read(String path) {
    try (FileHandle file = tree.openRead(b(path), false, false)) {
      int count = file.readFully(buffer, 0, buffer.length);
      return text(buffer).substring(0, count);
    }
  }

  @Override
  public String list(String path) {
    DirectorySnapshot names = tree.list(b(path));
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < names.count(); i++) {
      all.append(text(names.name(i))).append('\n');
    }
    return all.toString();
  }

  @Override
  public void delete(String path) {
    tree.unlink(b(path));
  }

  @Override
  public void removeDirectory(String path) {
    tree.rmdir(b(path));
  }

  @Override
  public void makeDirectory(String path) {
    tree.mkdir(b(path), 0777);
  }

  @Override
  public void symlink(String path) {
    tree.symlink(b("target"), b(path));
  }

  @Override
  public void rename(String from, String to) {
    tree.rename(b(from), b(to));
  }

  @Override
  public void link(String from, String to) {
    tree.link(b(from), b(to));
  }

  @Override
  public void chmod(String path) {
    tree.chmod(b(path), 0777);
  }

  @Override
  public void chown(String path) {
    tree.chown(b(path), 4321, 4321);
  }

  @Override
  public void touch(String path) {
    tree.setTimes(b(path), 1, 0, 1, 0);
  }

  @Override
  public void setXattr(String path) {
    tree.setXattr(b(path), b("user.ours"), b("1"));
  }

  @Override
  public String getXattr(String path) {
    byte[] value = tree.getXattr(b(path), b("user.theirs"));
    return value == null ? "" : text(value);
  }

  @Override
  public long size(String path) {
    FileStat stat = new FileStat();
    int errno = tree.lstat(b(path), stat);
    return errno == 0 ? stat.size() : -1;
  }

  @Override
  public String readLink(String path) {
    return text(tree.readLink(b(path)));
  }

  @Override
  public void close() {
    ConfinedTree.hookForTests(null);
    tree.close();
  }
}
