package org.jrsync.posix;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one directory as they were when it was read, in the directory's own order: columns
 * of numbers, and all names in one array. There is no object an entry; a column whose values are
 * all the same takes no room.
 *
 * <p>Immutable, and so free to be shared. An index is from 0 to {@link #count()} - 1.
 */
public final class DirectorySnapshot {
  private final int count;
  private final byte[] arena;
  private final int[] nameEnds;
  private final byte[] types;
  private final @Nullable StatColumns stats;

  DirectorySnapshot(
      int count, byte[] arena, int[] nameEnds, byte[] types, @Nullable StatColumns stats) {
    this.count = count;
    this.arena = arena;
    this.nameEnds = nameEnds;
    this.types = types;
    this.stats = stats;
  }

  /** The number of entries, without {@code .} and {@code ..}. */
  public int count() {
    return count;
  }

  /** The array that holds all names; not to be changed. */
  public byte[] arena() {
    return arena;
  }

  /** Where an entry's name begins in {@link #arena()}. */
  public int nameStart(int index) {
    return index == 0 ? 0 : nameEnds[index - 1];
  }

  /** The bytes in an entry's name, at least 1. */
  public int nameLength(int index) {
    return nameEnds[index] - nameStart(index);
  }

  /** A copy of an entry's name. */
  public byte[] name(int index) {
    return Arrays.copyOfRange(arena, nameStart(index), nameEnds[index]);
  }

  /**
   * The type that the directory itself gives for an entry, as a {@link FileMode} type, or 0 where
   * the file system does not keep it there.
   */
  public int typeHint(int index) {
    // DT_* of dirent.h are the type bits of a mode, shifted.
    return types[index] << 12 & FileMode.TYPE_MASK;
  }

  /** Says how an entry differs from what the system says of it. */
  public interface Change {
    /** The entry has this type, owner, permissions and device number. */
    void to(FileStat stat);
  }

  /** Looks at the entries one by one. */
  public interface Adjuster {
    /** Calls the change where the entry with the index is to have one. */
    void look(int index, Change change);
  }

  /** The same entries, some of which are changed; this snapshot stays as it is. */
  public DirectorySnapshot adjusted(Adjuster adjuster) {
    StatColumns changed = stats().copy(count);
    for (int i = 0; i < count; i++) {
      int row = i;
      if (errnoOf(i) == 0) {
        adjuster.look(i, stat -> changed.pretend(row, count, stat));
      }
    }
    changed.trim(count);
    return new DirectorySnapshot(count, arena, nameEnds, types, changed);
  }

  /** Whether the entries were looked at, so that the methods below may be called. */
  public boolean hasStats() {
    return stats != null;
  }

  private StatColumns stats() {
    StatColumns known = stats;
    if (known == null) {
      throw new IllegalStateException("a snapshot of names only");
    }
    return known;
  }

  /** 0, or the error that looking at the entry gave; its other columns are then 0. */
  public int errnoOf(int index) {
    return stats().errno(index);
  }

  public int mode(int index) {
    return stats().mode(index);
  }

  public long size(int index) {
    return stats().size(index);
  }

  public long mtimeSeconds(int index) {
    return stats().mtime(index);
  }

  public int mtimeNanos(int index) {
    return stats().nanos(index);
  }

  public long atimeSeconds(int index) {
    return stats().atime(index);
  }

  public int uid(int index) {
    return stats().uid(index);
  }

  public int gid(int index) {
    return stats().gid(index);
  }

  public int nlink(int index) {
    return stats().nlink(index);
  }

  public long ino(int index) {
    return stats().ino(index);
  }

  /** The device that holds the entry, packed as {@link DeviceNumber} does. */
  public long dev(int index) {
    return stats().dev(index);
  }

  /** Of a device file its own number, packed as {@link DeviceNumber} does. */
  public long rdev(int index) {
    return stats().rdev(index);
  }
}
