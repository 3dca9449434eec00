package org.jrsync.wire.flist;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

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
public final class FileList {

  /** {@link #parent} of a list that is no directory's content. */
  public static final int NO_PARENT = -1;

  private static final int ENTRY_BYTES = 41;
  private static final int SMALLEST = 64;

  private final ListBudget budget;
  private final FileListOrder fileOrder;
  private final int ndxStart;
  private final int checksumLength;
  private final Names names;
  private long held;
  private final AtomicInteger owners = new AtomicInteger(1);
  private int parent = NO_PARENT;

  private int count;
  private int capacity;
  private int[] nameStart = {};
  private char[] nameLength = {};
  private int[] directory = {};
  private char[] mode = {};
  private byte[] flags = {};
  private long[] size = {};
  private long[] mtime = {};
  private int[] mtimeNanos = {};
  private int[] uid = {};
  private int[] gid = {};
  // Absent, so empty, until the first entry that needs the column.
  private int[] extra = {};
  private int[] group = {};
  private int[] marks = {};
  private byte[] checksums = {};
  // Slot at each position; empty means that positions are slots.
  private int[] order = {};

  /**
   * @param protocol negotiated protocol version, which chooses the order
   * @param ndxStart index of the first entry, at least 0
   * @param checksumLength bytes of checksum kept for each regular file, 0 for none
   * @param budget what memory and entries are taken from
   */
  public FileList(int protocol, int ndxStart, int checksumLength, ListBudget budget) {
    this.fileOrder = new FileListOrder(protocol);
    this.ndxStart = ndxStart;
    this.checksumLength = checksumLength;
    this.budget = budget;
    this.names = new Names(budget);
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
    if (slot == capacity) {
      grow();
    }
    // From here the entry counts as held, so that a failure further on gives it back.
    count = slot + 1;
    int base = entry.pathLength;
    while (base > 0 && entry.path[base - 1] != '/') {
      base--;
    }
    directory[slot] = names.directory(entry.path, 0, base);
    nameStart[slot] = names.add(entry.path, base, entry.pathLength - base);
    nameLength[slot] = (char) (entry.pathLength - base);
    mode[slot] = (char) entry.mode;
    flags[slot] = (byte) entry.flags;
    size[slot] = entry.size;
    mtime[slot] = entry.mtime;
    mtimeNanos[slot] = entry.mtimeNanos;
    uid[slot] = entry.uid;
    gid[slot] = entry.gid;
    addOptional(slot, entry);
    return slot;
  }

  private void addOptional(int slot, FileEntry entry) {
    if (entry.linkLength > 0 && WireMode.isSymlink(entry.mode)) {
      needExtra();
      byte[] length = {(byte) (entry.linkLength >> 8), (byte) entry.linkLength};
      extra[slot] = names.add(length, 0, 2);
      names.add(entry.link, 0, entry.linkLength);
    } else if (WireMode.isDevice(entry.mode)) {
      needExtra();
      byte[] numbers = new byte[8];
      putInt(numbers, 0, entry.rdevMajor);
      putInt(numbers, 4, entry.rdevMinor);
      extra[slot] = names.add(numbers, 0, 8);
    }
    if (entry.hardLinkGroup >= 0) {
      if (group.length == 0) {
        hold(capacity * 4L);
        group = new int[capacity];
        Arrays.fill(group, FileEntry.NO_GROUP);
      }
      group[slot] = entry.hardLinkGroup;
    }
    if (entry.mark != 0) {
      if (marks.length == 0) {
        hold(capacity * 4L);
        marks = new int[capacity];
      }
      marks[slot] = entry.mark;
    }
    if (checksumLength > 0 && WireMode.isRegular(entry.mode)) {
      System.arraycopy(entry.checksum, 0, checksums, slot * checksumLength, checksumLength);
    }
  }

  private void needExtra() {
    if (extra.length == 0) {
      hold(capacity * 4L);
      extra = new int[capacity];
    }
  }

  private void grow() {
    long wanted = Math.max(SMALLEST, capacity + (long) (capacity >> 1));
    long most =
        checksumLength == 0 ? Integer.MAX_VALUE - 64 : (Integer.MAX_VALUE - 64) / checksumLength;
    int next = (int) Math.min(wanted, most);
    if (next <= capacity) {
      throw FileListErrors.tooLarge("entries", most);
    }
    resize(next);
  }

  private void resize(int next) {
    int optional = (extra.length > 0 ? 4 : 0) + (group.length > 0 ? 4 : 0);
    optional += (marks.length > 0 ? 4 : 0) + checksumLength;
    hold((long) (next - capacity) * (ENTRY_BYTES + optional));
    nameStart = Arrays.copyOf(nameStart, next);
    nameLength = Arrays.copyOf(nameLength, next);
    directory = Arrays.copyOf(directory, next);
    mode = Arrays.copyOf(mode, next);
    flags = Arrays.copyOf(flags, next);
    size = Arrays.copyOf(size, next);
    mtime = Arrays.copyOf(mtime, next);
    mtimeNanos = Arrays.copyOf(mtimeNanos, next);
    uid = Arrays.copyOf(uid, next);
    gid = Arrays.copyOf(gid, next);
    if (extra.length > 0) {
      extra = Arrays.copyOf(extra, next);
    }
    if (group.length > 0) {
      group = Arrays.copyOf(group, next);
      if (next > capacity) {
        Arrays.fill(group, capacity, next, FileEntry.NO_GROUP);
      }
    }
    if (marks.length > 0) {
      marks = Arrays.copyOf(marks, next);
    }
    if (checksumLength > 0) {
      checksums = Arrays.copyOf(checksums, next * checksumLength);
    }
    capacity = next;
  }

  private void hold(long bytes) {
    if (bytes > 0) {
      budget.reserveBytes(bytes);
    } else {
      budget.releaseBytes(-bytes);
    }
    held += bytes;
  }

  // --- Finishing

  /** Sorts without looking for duplicates: what a sender does with a list that is sent whole. */
  public void sort() {
    order = FileListSorter.sort(this);
    hold(order.length * 4L);
    if (capacity > count + (count >> 3)) {
      resize(count);
      names.trim();
    }
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

  /** Replaces every owner; and every group, flagging those that may not be given. */
  public void mapIds(IdMap users, IdMap groups) {
    for (int i = 0; i < count; i++) {
      uid[i] = users.map(uid[i]);
      if (groups.isSkipped(gid[i])) {
        flags[i] |= (byte) EntryFlags.SKIP_GROUP;
      }
      gid[i] = groups.map(gid[i]);
    }
  }

  /** Notes one more owner, who is to call {@link #release} too. A new list has one. */
  public void retain() {
    owners.incrementAndGet();
  }

  /** Ends one owner's use; the last gives the list's share of the budget back. */
  public void release() {
    if (owners.decrementAndGet() == 0) {
      budget.releaseBytes(held + names.heldBytes());
      budget.releaseEntries(count);
    }
  }

  // --- Reading

  /** Number of positions, cleared ones included. */
  public int count() {
    return count;
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
    int slot = slot(position);
    return WireMode.isDevice(mode[slot]) ? getInt(names.bytes, extra[slot]) : 0;
  }

  /** Minor number of a device, else 0. */
  public int rdevMinor(int position) {
    int slot = slot(position);
    return WireMode.isDevice(mode[slot]) ? getInt(names.bytes, extra[slot] + 4) : 0;
  }

  /** Number shared by all hard links to the same file, or {@link FileEntry#NO_GROUP}. */
  public int hardLinkGroup(int position) {
    return group.length == 0 ? FileEntry.NO_GROUP : group[slot(position)];
  }

  /** The owner's number, see {@link FileEntry#mark}. */
  public int mark(int position) {
    return marks.length == 0 ? 0 : marks[slot(position)];
  }

  /** Target of a symbolic link; empty for anything else. */
  public byte[] linkTarget(int position) {
    int slot = slot(position);
    int length = linkLength(slot);
    int start = length == 0 ? 0 : extra[slot] + 2;
    return Arrays.copyOfRange(names.bytes, start, start + length);
  }

  /** The checksum; all zero when the entry has none, empty when the list keeps none. */
  public byte[] checksum(int position) {
    int start = slot(position) * checksumLength;
    return Arrays.copyOfRange(checksums, start, start + checksumLength);
  }

  /** Bytes of checksum kept for each entry. */
  public int checksumLength() {
    return checksumLength;
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
    return names.directoryLength[directory[slot]] + nameLength[slot];
  }

  /**
   * Length of the part of the path before the base name, the slash included; 0 when there is none.
   */
  public int directoryLength(int position) {
    return names.directoryLength[directory[slot(position)]];
  }

  /**
   * Copies the path into a buffer that has room for it.
   *
   * @return its length in bytes
   */
  public int copyPath(int position, byte[] target, int offset) {
    int slot = slot(position);
    int dir = directory[slot];
    int dirLength = names.directoryLength[dir];
    System.arraycopy(names.bytes, names.directoryStart[dir], target, offset, dirLength);
    System.arraycopy(names.bytes, nameStart[slot], target, offset + dirLength, nameLength[slot]);
    return dirLength + nameLength[slot];
  }

  /** Whether the path is the single byte {@code .}, the transfer's root. */
  public boolean isRoot(int position) {
    int slot = slot(position);
    return names.directoryLength[directory[slot]] == 0
        && nameLength[slot] == 1
        && names.bytes[nameStart[slot]] == '.';
  }

  /** Fills an entry with everything the list knows of the file at a position. */
  public void get(int position, FileEntry entry) {
    getAttributes(position, entry);
    int slot = slot(position);
    entry.pathLength = copyPath(position, entry.path, 0);
    entry.flags = flags[slot] & 0xFF;
    entry.hardLinkGroup = hardLinkGroup(position);
    entry.mark = mark(position);
    entry.dev = 0;
    entry.ino = 0;
  }

  /**
   * Fills in what hard links to the same file share: everything but the path, the flags and the
   * group.
   */
  void getAttributes(int position, FileEntry entry) {
    int slot = slot(position);
    entry.mode = mode[slot];
    entry.size = size[slot];
    entry.mtime = mtime[slot];
    entry.mtimeNanos = mtimeNanos[slot];
    entry.uid = uid[slot];
    entry.gid = gid[slot];
    entry.rdevMajor = rdevMajor(position);
    entry.rdevMinor = rdevMinor(position);
    entry.linkLength = linkLength(slot);
    if (entry.linkLength > 0) {
      System.arraycopy(names.bytes, extra[slot] + 2, entry.link, 0, entry.linkLength);
    }
    if (checksumLength > 0) {
      System.arraycopy(checksums, slot * checksumLength, entry.checksum, 0, checksumLength);
    }
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

  int slotFlags(int slot) {
    return flags[slot] & 0xFF;
  }

  int compareSlots(int a, int b) {
    int dirA = directory[a];
    int dirB = directory[b];
    return fileOrder.compare(
        names.bytes,
        names.directoryStart[dirA],
        dirA == dirB ? 0 : names.directoryLength[dirA],
        nameStart[a],
        nameLength[a],
        WireMode.isDirectory(mode[a]),
        names.bytes,
        names.directoryStart[dirB],
        dirA == dirB ? 0 : names.directoryLength[dirB],
        nameStart[b],
        nameLength[b],
        WireMode.isDirectory(mode[b]));
  }

  int compareSlot(int slot, byte[] path, int baseStart, int length, boolean isDirectory) {
    int dir = directory[slot];
    int slash = names.strippedSlash(dir);
    return fileOrder.compare(
        names.bytes,
        names.directoryStart[dir] - slash,
        names.directoryLength[dir] + slash,
        nameStart[slot],
        nameLength[slot],
        WireMode.isDirectory(mode[slot]),
        path,
        0,
        baseStart,
        baseStart,
        length - baseStart,
        isDirectory);
  }

  void setFlags(int slot, int mask) {
    flags[slot] |= (byte) mask;
  }

  void dropFlags(int slot, int mask) {
    flags[slot] &= (byte) ~mask;
  }

  private int linkLength(int slot) {
    if (extra.length == 0 || !WireMode.isSymlink(mode[slot]) || extra[slot] == 0) {
      return 0;
    }
    int at = extra[slot];
    return (names.bytes[at] & 0xFF) << 8 | (names.bytes[at + 1] & 0xFF);
  }

  private static void putInt(byte[] target, int at, int value) {
    target[at] = (byte) (value >> 24);
    target[at + 1] = (byte) (value >> 16);
    target[at + 2] = (byte) (value >> 8);
    target[at + 3] = (byte) value;
  }

  private static int getInt(byte[] source, int at) {
    return source[at] << 24
        | (source[at + 1] & 0xFF) << 16
        | (source[at + 2] & 0xFF) << 8
        | (source[at + 3] & 0xFF);
  }
}
