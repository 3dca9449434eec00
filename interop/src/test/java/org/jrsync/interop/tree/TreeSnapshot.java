package org.jrsync.interop.tree;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Everything that can be seen of a tree, by path; the root itself has the empty path. */
public final class TreeSnapshot {
  private static final int CHUNK = 1 << 20;

  private final NavigableMap<Name, Entry> entries = new TreeMap<>();

  /**
   * One entry.
   *
   * @param stat its attributes
   * @param content digest of a file's bytes; a symlink's target as text; otherwise empty
   * @param firstLink the first path, in byte order, of the hard-link group that it is in
   */
  public record Entry(Stat stat, String content, Name firstLink) {}

  private TreeSnapshot() {}

  public static TreeSnapshot of(Disk disk) {
    TreeSnapshot snapshot = new TreeSnapshot();
    Map<Long, Name> firstByInode = new HashMap<>();
    Map<Long, String> digestByInode = new HashMap<>();
    snapshot.add(disk, Name.of(""), firstByInode, digestByInode);
    return snapshot;
  }

  public NavigableMap<Name, Entry> entries() {
    return entries;
  }

  private void add(
      Disk disk, Name path, Map<Long, Name> firstByInode, Map<Long, String> digestByInode) {
    Stat stat = disk.stat(path).orElseThrow(() -> new IllegalStateException("no " + path));
    Name first =
        stat.isFolder() || stat.links() < 2
            ? path
            : firstByInode.computeIfAbsent(stat.inode(), i -> path);
    String content = "";
    if (stat.isFile()) {
      content = digestByInode.computeIfAbsent(stat.inode(), i -> digest(disk, path, stat.size()));
    } else if (stat.isSymlink()) {
      content = Name.of(disk.target(path)).toString() + HexFormat.of().formatHex(disk.target(path));
    }
    entries.put(path, new Entry(stat, content, first));
    if (stat.isFolder()) {
      for (Name name : disk.list(path)) {
        add(disk, path.child(name), firstByInode, digestByInode);
      }
    }
  }

  private static String digest(Disk disk, Name path, long size) {
    if (size == 0) {
      return "";
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      long offset = 0;
      while (true) {
        byte[] part = disk.read(path, offset, (int) Math.min(CHUNK, size + 1));
        digest.update(part);
        offset += part.length;
        if (part.length == 0 || offset >= size) {
          return HexFormat.of().formatHex(digest.digest());
        }
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
