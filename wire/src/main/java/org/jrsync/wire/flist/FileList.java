package org.jrsync.wire.flist;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jrsync.wire.MemoryBudget;

/**
 * One segment of a transfer's file list: the whole list, or with incremental recursion the content
 * of one directory. Files are kept in columns, without an object per file: about 40 bytes and the
 * name. Columns of some thousand files follow each other, so that growing copies nothing that is
 * large.
 *
 * <p>A list is filled by {@link #add}, then brought into its final order by one of the {@code sort}
 * methods; from then on a file is named by its position in that order, and {@link #ndx} is the
 * number both sides use for it. Before, positions are those of adding. A dropped duplicate keeps
 * its position and is no longer {@linkplain #isActive active}.
 *
 * <p>Owned by one thread while it is filled and sorted; unchanging and free to be read by several
 * after.
 */
public final class FileList {

  /** {@link #parent} of a list that is no directory's content. */
  public static final int NO_PARENT = -1;

  private static final int SHIFT = Integer.numberOfTrailingZeros(EntryColumns.MOST);
  private static final int MASK = EntryColumns.MOST - 1;

  private final ListBudget budget;
  private final FileListOrder fileOrder;
  private final int checksumLength;
  private final int ndxStart;
  private final AtomicInteger owners = new AtomicInteger(1);
  private final boolean bySending;
  private int parent = NO_PARENT;

  private EntryColumns[] columns = {};
  private int count;

  // Slot at each position; empty means that positions are slots.
  private int[] order = {};

  // Position of each slot, where indexes are slots; empty means that positions are slots.
  private int[] places = {};

  /**
   * @param protocol negotiated protocol version, which chooses the order
   * @param ndxStart index of the first entry, at least 0
   * @param checksumLength bytes of checksum kept for each regular file, 0 for none
   * @param budget what memory and entries are taken from
   */
  public FileList(int protocol, int ndxStart, int checksumLength, ListBudget budget) {
    this(protocol, ndxStart, checksumLength, false, budget);
  }

  /**
   * @param format chooses the order, and whether indexes follow it
   * @param ndxStart index of the first entry, at least 0
   * @param checksumLength bytes of checksum kept for each regular file, 0 for none
   * @param budget what memory and entries are taken from
   */
  public FileList(FileListFormat format, int ndxStart, int checksumLength, ListBudget budget) {
    this(format.protocol, ndxStart, checksumLength, format.ordersBySending, budget);
  }

  private FileList(
      int protocol, int ndxStart, int checksumLength, boolean bySending, ListBudget budget) {
    this.fileOrder = new FileListOrder(protocol);
    this.checksumLength = checksumLength;
    this.ndxStart = ndxStart;
    this.bySending = bySending;
    this.budget = budget;
  }

  // --- Filling

  /**
   * Appends a copy of an entry.
   *
   * @return its position, which is the number of entries before it
   * @throws org.jrsync.wire.RsyncException with {@code MALLOC} when the budget does not allow it
   */
  public int add(FileEntry entry) {
    budget.reserveEntry();
    int slot = count;
    // From here the entry counts as held, so that a failure further on gives it back.
    count = slot + 1;
    if (slot >> SHIFT == columns.length) {
      extend();
    }
    columns[slot >> SHIFT].add(entry);
    return slot;
  }

  private void extend() {
    int last = columns.length - 1;
    if (last >= 0) {
      columns[last].trim();
    }
    EntryColumns more = new EntryColumns(checksumLength, budget);
    columns = Arrays.copyOf(columns, last + 2);
    columns[last + 1] = more;
    if (last >= 0) {
      more.makeRoomLike(columns[last]);
    }
  }

  /** Replaces every owner; and every group, flagging those that may not be given. */
  public void mapIds(IdMap users, IdMap groups) {
    for (EntryColumns each : columns) {
      each.mapIds(users, groups);
    }
  }

  // --- Finishing

  /** Sorts without looking for duplicates: what a sender does with a list that is sent whole. */
  public void sort() {
    int[] sorted = FileListSorter.sort(this);
    budget.reserveBytes((sorted.length - order.length) * 4L);
    order = sorted;
    if (bySending) {
      budget.reserveBytes((sorted.length - places.length) * 4L);
      places = new int[sorted.length];
      for (int i = 0; i < sorted.length; i++) {
        places[sorted[i]] = i;
      }
    }
    if (columns.length > 0) {
      columns[columns.length - 1].trim();
    }
  }

  /**
   * Sorts and clears entries whose name was there before, as a receiver does: the first of equal
   * names stays and a directory wins over anything else. A directory that stays takes over the
   * flags of the dropped one.
   */
  public void sortAndDropDuplicates() {
    sortAndDropDuplicates((list, position) -> {});
  }

  /** The same, telling of what is dropped. */
  void sortAndDropDuplicates(FileListReader.Duplicates told) {
    sort();
    FileListSorter.dropDuplicates(this, told);
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
    for (EntryColumns each : columns) {
      each.names.stripRoot();
    }
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
      long held = (order.length + places.length) * 4L;
      for (EntryColumns each : columns) {
        held += each.heldBytes();
      }
      budget.releaseBytes(held);
      budget.releaseEntries(count);
    }
  }

  // --- Reading

  /** Number of files, cleared ones included. */
  public int count() {
    return count;
  }

  /** Bytes of checksum kept for each entry. */
  public int checksumLength() {
    return checksumLength;
  }

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
    return ndxStart + (bySending ? slot(position) : position);
  }

  /** Position of the entry with an index that the list holds. */
  public int position(int ndx) {
    return places.length == 0 ? ndx - ndxStart : places[ndx - ndxStart];
  }

  /**
   * Position of the entry that has been added as the one with this number; before the list is
   * sorted, the number itself.
   */
  int positionOfSlot(int slot) {
    return places.length == 0 ? slot : places[slot];
  }

  /** Whether indexes are not those of the order. */
  boolean isReordered() {
    return places.length > 0;
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
    return (flags(position) & EntryFlags.CLEARED) == 0;
  }

  /** Clears an entry: it keeps its index and is left out. Before others read the list. */
  public void clear(int position) {
    setFlags(slot(position), EntryFlags.CLEARED);
  }

  /** Type and permission bits. */
  public int mode(int position) {
    int slot = slot(position);
    return columns(slot).mode[slot & MASK];
  }

  /** Whether the entry is a directory. */
  public boolean isDirectory(int position) {
    return WireMode.isDirectory(mode(position));
  }

  /** Mask of {@link EntryFlags}. */
  public int flags(int position) {
    return slotFlags(slot(position));
  }

  /** Length in bytes. */
  public long size(int position) {
    int slot = slot(position);
    return columns(slot).size[slot & MASK];
  }

  /** Modification time, seconds since 1970. */
  public long mtime(int position) {
    int slot = slot(position);
    return columns(slot).mtime[slot & MASK];
  }

  /** Nanoseconds within the second of the modification time. */
  public int mtimeNanos(int position) {
    int slot = slot(position);
    return columns(slot).mtimeNanos[slot & MASK];
  }

  /** Owner, an unsigned 32-bit value. */
  public int uid(int position) {
    int slot = slot(position);
    return columns(slot).uidAt(slot & MASK);
  }

  /** Group, an unsigned 32-bit value. */
  public int gid(int position) {
    int slot = slot(position);
    return columns(slot).gidAt(slot & MASK);
  }

  /** Major number of a device, else 0. */
  public int rdevMajor(int position) {
    int slot = slot(position);
    return columns(slot).rdevMajorAt(slot & MASK);
  }

  /** Minor number of a device, else 0. */
  public int rdevMinor(int position) {
    int slot = slot(position);
    return columns(slot).rdevMinorAt(slot & MASK);
  }

  /** Number shared by all hard links to the same file, or {@link FileEntry#NO_GROUP}. */
  public int hardLinkGroup(int position) {
    int slot = slot(position);
    return columns(slot).groupAt(slot & MASK);
  }

  /** The owner's number, see {@link FileEntry#mark}. */
  public int mark(int position) {
    int slot = slot(position);
    return columns(slot).markAt(slot & MASK);
  }

  /** Target of a symbolic link; empty for anything else. */
  public byte[] linkTarget(int position) {
    int slot = slot(position);
    return columns(slot).linkTargetAt(slot & MASK);
  }

  /** The checksum; all zero when the entry has none, empty when the list keeps none. */
  public byte[] checksum(int position) {
    int slot = slot(position);
    return columns(slot).checksumAt(slot & MASK);
  }

  /** The path as an array of its own. */
  public byte[] path(int position) {
    byte[] path = new byte[pathLength(position)];
    copyPath(position, path, 0);
    return path;
  }

  /** Length of the path in bytes. */
  public int pathLength(int position) {
    int slot = slot(position);
    return columns(slot).pathLengthAt(slot & MASK);
  }

  /**
   * Length of the part of the path before the base name, the slash included; 0 when there is none.
   */
  public int directoryLength(int position) {
    int slot = slot(position);
    return columns(slot).directoryLengthAt(slot & MASK);
  }

  /**
   * Copies the path into a buffer that has room for it.
   *
   * @return its length in bytes
   */
  public int copyPath(int position, byte[] target, int offset) {
    int slot = slot(position);
    return columns(slot).copyPathAt(slot & MASK, target, offset);
  }

  /** Whether the path is the single byte {@code .}, the transfer's root. */
  public boolean isRoot(int position) {
    int slot = slot(position);
    return columns(slot).isRootAt(slot & MASK);
  }

  /** Fills an entry with everything the list knows of the file at a position. */
  public void get(int position, FileEntry entry) {
    int slot = slot(position);
    columns(slot).getAt(slot & MASK, entry);
  }

  /**
   * Fills in what hard links to the same file share: everything but the path, the flags and the
   * group.
   */
  void getAttributes(int position, FileEntry entry) {
    int slot = slot(position);
    columns(slot).getAttributesAt(slot & MASK, entry);
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
    if (position < 0 && hasStripped()) {
      byte[] rooted = new byte[length + 1];
      rooted[0] = '/';
      System.arraycopy(path, 0, rooted, 1, length);
      position = FileListSorter.find(this, rooted, length + 1, wantDirectory);
    }
    return position;
  }

  private boolean hasStripped() {
    for (EntryColumns each : columns) {
      if (each.names.hasStripped()) {
        return true;
      }
    }
    return false;
  }

  private EntryColumns columns(int slot) {
    return columns[slot >> SHIFT];
  }

  // --- For the sorter

  int slot(int position) {
    return order.length == 0 ? position : order[position];
  }

  int slotFlags(int slot) {
    return columns(slot).flags[slot & MASK] & 0xFF;
  }

  int compareSlots(int a, int b) {
    return columns(a).compare(a & MASK, columns(b), b & MASK, fileOrder);
  }

  int compareSlot(int slot, byte[] path, int baseStart, int length, boolean isDirectory) {
    return columns(slot).compare(slot & MASK, path, baseStart, length, isDirectory, fileOrder);
  }

  void setFlags(int slot, int mask) {
    columns(slot).setFlags(slot & MASK, mask);
  }

  void dropFlags(int slot, int mask) {
    columns(slot).dropFlags(slot & MASK, mask);
  }
}
