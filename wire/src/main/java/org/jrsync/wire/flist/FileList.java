package org.jrsync.wire.flist;

import java.util.concurrent.atomic.AtomicInteger;
import org.jrsync.wire.MemoryBudget;

/**
 * One segment of a transfer's file list: the whole list, or with incremental recursion the content
 * of one directory. Files are kept in columns, without an object per file: about 45 bytes and the
 * name.
 *
 * <p>A list is filled by {@link #add}, then brought into its final order by one of the {@code sort}
 * methods; from then on a file is named by its position in that order, and {@link #ndx} is the
 * number both sides use for it. Before, positions are those of adding. A dropped duplicate keeps
 * its position and is no longer {@linkplain #isActive active}.
 *
 * <p>Owned by one thread while it is filled and sorted; unchanging and free to be read by several
 * after.
 */
public final class FileList extends EntryColumns {

  /** {@link #parent} of a list that is no directory's content. */
  public static final int NO_PARENT = -1;

  private final ListBudget budget;
  private final int ndxStart;
  private final AtomicInteger owners = new AtomicInteger(1);
  private int parent = NO_PARENT;

  // Slot at each position; empty means that positions are slots.
  private int[] order = {};

  /**
   * @param protocol negotiated protocol version, which chooses the order
   * @param ndxStart index of the first entry, at least 0
   * @param checksumLength bytes of checksum kept for each regular file, 0 for none
   * @param budget what memory and entries are taken from
   */
  public FileList(int protocol, int ndxStart, int checksumLength, ListBudget budget) {
    super(protocol, checksumLength, budget);
    this.ndxStart = ndxStart;
    this.budget = budget;
  }

  // --- Finishing

  /** Sorts without looking for duplicates: what a sender does with a list that is sent whole. */
  public void sort() {
    order = FileListSorter.sort(this);
    hold(order.length * 4L);
    trim();
  }

  /**
   * Sorts and clears entries whose name was there before, as a receiver does: the first of equal
   * names stays and a directory wins over anything else. A directory that stays takes over the
   * flags of the dropped one.
   */
  public void sortAndDropDuplicates() {
    sort();
    FileListSorter.dropDuplicates(this);
  }

  /**
   * Sorts and flags directories that repeat the name of an earlier one with {@link
   * EntryFlags#DUPLICATE}, as a sender does with incremental recursion.
   */
  public void sortAndMarkDuplicates() {
    sort();
    FileListSorter.markDuplicates(this);
  }

  /**
   * Drops the leading slash of every path. Called after sorting, since the slash takes part in it:
   * the order stays, and look-ups go by it.
   */
  public void stripRoot() {
    names.stripRoot();
  }

  /** Notes one more owner, who is to call {@link #release} too. A new list has one. */
  public void retain() {
    owners.incrementAndGet();
  }

  /** What the memory of this list is taken from, and that of what others note about it. */
  public MemoryBudget memory() {
    return budget.memory();
  }

  /** Ends one owner's use; the last gives the list's share of the budget back. */
  public void release() {
    if (owners.decrementAndGet() == 0) {
      budget.releaseBytes(heldBytes());
      budget.releaseEntries(count);
    }
  }

  // --- Reading

  /** Index of the first entry. */
  public int ndxStart() {
    return ndxStart;
  }

  /** Index of the last entry; one less than {@link #ndxStart} where there is none. */
  public int lastIndex() {
    return ndxStart + count - 1;
  }

  /** Index of the entry at a position. */
  public int ndx(int position) {
    return ndxStart + position;
  }

  /** Index of the directory whose content the list is, or {@link #NO_PARENT}. */
  public int parent() {
    return parent;
  }

  /** Says which directory's content the list is, by its index among the directories. */
  public void setParent(int directoryIndex) {
    parent = directoryIndex;
  }

  /** Whether the list holds this index. */
  public boolean holds(int ndx) {
    return ndx >= ndxStart && ndx - ndxStart < count;
  }

  /** Whether the entry was not cleared. */
  public boolean isActive(int position) {
    return (flags[slot(position)] & EntryFlags.CLEARED) == 0;
  }

  /** Clears an entry: it keeps its index and is left out. Before others read the list. */
  public void clear(int position) {
    setFlags(slot(position), EntryFlags.CLEARED);
  }

  /** Type and permission bits. */
  public int mode(int position) {
    return mode[slot(position)];
  }

  /** Whether the entry is a directory. */
  public boolean isDirectory(int position) {
    return WireMode.isDirectory(mode(position));
  }

  /** Mask of {@link EntryFlags}. */
  public int flags(int position) {
    return flags[slot(position)] & 0xFF;
  }

  /** Length in bytes. */
  public long size(int position) {
    return size[slot(position)];
  }

  /** Modification time, seconds since 1970. */
  public long mtime(int position) {
    return mtime[slot(position)];
  }

  /** Nanoseconds within the second of the modification time. */
  public int mtimeNanos(int position) {
    return mtimeNanos[slot(position)];
  }

  /** Owner, an unsigned 32-bit value. */
  public int uid(int position) {
    return uid[slot(position)];
  }

  /** Group, an unsigned 32-bit value. */
  public int gid(int position) {
    return gid[slot(position)];
  }

  /** Major number of a device, else 0. */
  public int rdevMajor(int position) {
    return rdevMajorAt(slot(position));
  }

  /** Minor number of a device, else 0. */
  public int rdevMinor(int position) {
    return rdevMinorAt(slot(position));
  }

  /** Number shared by all hard links to the same file, or {@link FileEntry#NO_GROUP}. */
  public int hardLinkGroup(int position) {
    return groupAt(slot(position));
  }

  /** The owner's number, see {@link FileEntry#mark}. */
  public int mark(int position) {
    return markAt(slot(position));
  }

  /** Target of a symbolic link; empty for anything else. */
  public byte[] linkTarget(int position) {
    return linkTargetAt(slot(position));
  }

  /** The checksum; all zero when the entry has none, empty when the list keeps none. */
  public byte[] checksum(int position) {
    return checksumAt(slot(position));
  }

  /** The path as an array of its own. */
  public byte[] path(int position) {
    byte[] path = new byte[pathLength(position)];
    copyPath(position, path, 0);
    return path;
  }

  /** Length of the path in bytes. */
  public int pathLength(int position) {
    return pathLengthAt(slot(position));
  }

  /**
   * Length of the part of the path before the base name, the slash included; 0 when there is none.
   */
  public int directoryLength(int position) {
    return directoryLengthAt(slot(position));
  }

  /**
   * Copies the path into a buffer that has room for it.
   *
   * @return its length in bytes
   */
  public int copyPath(int position, byte[] target, int offset) {
    return copyPathAt(slot(position), target, offset);
  }

  /** Whether the path is the single byte {@code .}, the transfer's root. */
  public boolean isRoot(int position) {
    return isRootAt(slot(position));
  }

  /** Fills an entry with everything the list knows of the file at a position. */
  public void get(int position, FileEntry entry) {
    getAt(slot(position), entry);
  }

  /**
   * Fills in what hard links to the same file share: everything but the path, the flags and the
   * group.
   */
  void getAttributes(int position, FileEntry entry) {
    getAttributesAt(slot(position), entry);
  }

  /**
   * Finds an active entry by its path, in a sorted list. Where leading slashes were dropped, a path
   * that never had one comes first.
   *
   * @param wantDirectory whether a directory is looked for or something else; they do not stand for
   *     each other
   * @return its position, or -1
   */
  public int find(byte[] path, int length, boolean wantDirectory) {
    int position = FileListSorter.find(this, path, length, wantDirectory);
    if (position < 0 && names.hasStripped()) {
      byte[] rooted = new byte[length + 1];
      rooted[0] = '/';
      System.arraycopy(path, 0, rooted, 1, length);
      position = FileListSorter.find(this, rooted, length + 1, wantDirectory);
    }
    return position;
  }

  // --- For the sorter

  int slot(int position) {
    return order.length == 0 ? position : order[position];
  }
}
