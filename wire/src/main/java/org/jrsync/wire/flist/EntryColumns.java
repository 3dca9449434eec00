package org.jrsync.wire.flist;

import java.util.Arrays;

/**
 * Some thousand files of a list in columns, without an object per file: about 40 bytes and the
 * name. A file is named by its slot, which is the number of files that were added before it.
 */
final class EntryColumns {
  /** Files that one object has room for. */
  static final int MOST = 4096;

  private static final int ENTRY_BYTES = 41;
  private static final int SMALLEST = 64;

  /** What a trimmed list may waste: this part of what it needs, as a shift. */
  static final int SLACK_SHIFT = 4;

  private final ListBudget budget;
  private final int checksumLength;
  final Names names;
  private long held;

  int count;
  private int capacity;
  private boolean trimmed;
  private int[] nameStart = {};
  private char[] nameLength = {};
  private int[] directory = {};
  char[] mode = {};
  byte[] flags = {};
  long[] size = {};
  long[] mtime = {};
  int[] mtimeNanos = {};
  // Once trimmed, these and the indexes below are one number where that is the same for all.
  private int[] uid = {};
  private int[] gid = {};
  // Absent, so empty, until the first entry that needs the column.
  private int[] extra = {};
  private int[] group = {};
  private int[] marks = {};
  private long[] atimes = {};
  private int[] xattrs = {};
  private int[] accessAcls = {};
  private int[] defaultAcls = {};
  private byte[] checksums = {};

  EntryColumns(int checksumLength, ListBudget budget) {
    this.checksumLength = checksumLength;
    this.budget = budget;
    this.names = new Names(budget);
  }

  /** Makes room for {@link #MOST} files, whose names are expected to be as long as others'. */
  void makeRoomLike(EntryColumns others) {
    resize(MOST);
    names.makeRoom(others.names.bytes.length);
  }

  /**
   * Appends a copy of an entry, of which there must be less than {@link #MOST}.
   *
   * @throws org.jrsync.wire.RsyncException with {@code MALLOC} when the budget does not allow it
   */
  void add(FileEntry entry) {
    int slot = count;
    if (slot == capacity) {
      grow();
    } else if (trimmed) {
      spread();
    }
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
    if (entry.atime != 0) {
      if (atimes.length == 0) {
        hold(capacity * 8L);
        atimes = new long[capacity];
      }
      atimes[slot] = entry.atime;
    }
    xattrs = put(xattrs, slot, entry.xattrs);
    accessAcls = put(accessAcls, slot, entry.accessAcl);
    defaultAcls = put(defaultAcls, slot, entry.defaultAcl);
    if (checksumLength > 0 && WireMode.isRegular(entry.mode)) {
      System.arraycopy(entry.checksum, 0, checksums, slot * checksumLength, checksumLength);
    }
  }

  /** Sets an index in a column that is absent as long as all are -1. */
  private int[] put(int[] indexes, int slot, int index) {
    int[] present = indexes;
    if (indexes.length == 0 && index != -1) {
      hold(capacity * 4L);
      present = new int[capacity];
      Arrays.fill(present, -1);
    }
    if (present.length > 0) {
      present[slot] = index;
    }
    return present;
  }

  private static int index(int[] indexes, int slot) {
    return indexes.length == 0 ? -1 : indexes[indexes.length == 1 ? 0 : slot];
  }

  private void needExtra() {
    if (extra.length == 0) {
      hold(capacity * 4L);
      extra = new int[capacity];
    }
  }

  private void grow() {
    resize(Math.min(MOST, Math.max(SMALLEST, capacity + (capacity >> 1))));
  }

  private void resize(int next) {
    int optional = (extra.length > 0 ? 4 : 0) + (group.length > 0 ? 4 : 0);
    optional += (marks.length > 0 ? 4 : 0) + (atimes.length > 0 ? 8 : 0) + checksumLength;
    spread();
    optional += (xattrs.length > 0 ? 4 : 0) + (accessAcls.length > 0 ? 4 : 0);
    optional += defaultAcls.length > 0 ? 4 : 0;
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
    group = extended(group, next);
    if (marks.length > 0) {
      marks = Arrays.copyOf(marks, next);
    }
    if (atimes.length > 0) {
      atimes = Arrays.copyOf(atimes, next);
    }
    xattrs = extended(xattrs, next);
    accessAcls = extended(accessAcls, next);
    defaultAcls = extended(defaultAcls, next);
    if (checksumLength > 0) {
      checksums = Arrays.copyOf(checksums, next * checksumLength);
    }
    capacity = next;
  }

  /** The column with another length, -1 in what is new; none where there is none. */
  private static int[] extended(int[] indexes, int next) {
    if (indexes.length == 0) {
      return indexes;
    }
    int[] all = Arrays.copyOf(indexes, next);
    if (next > indexes.length) {
      Arrays.fill(all, indexes.length, next, -1);
    }
    return all;
  }

  /** Takes so much more from the budget, or gives it back where it is negative. */
  private void hold(long bytes) {
    if (bytes > 0) {
      budget.reserveBytes(bytes);
    } else {
      budget.releaseBytes(-bytes);
    }
    held += bytes;
  }

  /**
   * Gives back what growing left over, where that is worth a copy, and repetitions of one owner or
   * index.
   */
  void trim() {
    if (capacity > count + (count >> SLACK_SHIFT)) {
      resize(count);
    }
    names.trim();
    uid = shared(uid);
    gid = shared(gid);
    xattrs = shared(xattrs);
    accessAcls = shared(accessAcls);
    defaultAcls = shared(defaultAcls);
    trimmed = true;
  }

  /** One number for all where they are the same. */
  private int[] shared(int[] ids) {
    // All values are the same if each is the one before it.
    if (count < 2 || ids.length < 2 || !Arrays.equals(ids, 0, count - 1, ids, 1, count)) {
      return ids;
    }
    hold((1L - ids.length) * Integer.BYTES);
    return Arrays.copyOf(ids, 1);
  }

  /** Undoes what {@link #trim} did to owners and indexes. */
  private void spread() {
    uid = spread(uid);
    gid = spread(gid);
    xattrs = spread(xattrs);
    accessAcls = spread(accessAcls);
    defaultAcls = spread(defaultAcls);
    trimmed = false;
  }

  private int[] spread(int[] ids) {
    if (ids.length == 0 || ids.length == capacity) {
      return ids;
    }
    hold((capacity - 1L) * Integer.BYTES);
    int[] all = new int[capacity];
    Arrays.fill(all, 0, count, ids[0]);
    return all;
  }

  /** The bytes taken from the budget. */
  long heldBytes() {
    return held + names.heldBytes();
  }

  /** Replaces every owner; and every group, flagging those that may not be given. */
  void mapIds(IdMap users, IdMap groups) {
    for (int i = 0; i < count; i++) {
      if (groups.isSkipped(gidAt(i))) {
        flags[i] |= (byte) EntryFlags.SKIP_GROUP;
      }
    }
    for (int i = 0; i < Math.min(count, uid.length); i++) {
      uid[i] = users.map(uid[i]);
    }
    for (int i = 0; i < Math.min(count, gid.length); i++) {
      gid[i] = groups.map(gid[i]);
    }
  }

  // --- By slot

  int uidAt(int slot) {
    return uid[uid.length == 1 ? 0 : slot];
  }

  int gidAt(int slot) {
    return gid[gid.length == 1 ? 0 : slot];
  }

  int rdevMajorAt(int slot) {
    return WireMode.isDevice(mode[slot]) ? getInt(names.bytes, extra[slot]) : 0;
  }

  int rdevMinorAt(int slot) {
    return WireMode.isDevice(mode[slot]) ? getInt(names.bytes, extra[slot] + 4) : 0;
  }

  int groupAt(int slot) {
    return group.length == 0 ? FileEntry.NO_GROUP : group[slot];
  }

  int markAt(int slot) {
    return marks.length == 0 ? 0 : marks[slot];
  }

  byte[] linkTargetAt(int slot) {
    int length = linkLength(slot);
    int start = length == 0 ? 0 : extra[slot] + 2;
    return Arrays.copyOfRange(names.bytes, start, start + length);
  }

  byte[] checksumAt(int slot) {
    int start = slot * checksumLength;
    return Arrays.copyOfRange(checksums, start, start + checksumLength);
  }

  int pathLengthAt(int slot) {
    return directoryLengthAt(slot) + nameLength[slot];
  }

  int directoryLengthAt(int slot) {
    return names.directoryLength[directory[slot]];
  }

  int copyPathAt(int slot, byte[] target, int offset) {
    int dir = directory[slot];
    int dirLength = names.directoryLength[dir];
    System.arraycopy(names.bytes, names.directoryStart[dir], target, offset, dirLength);
    System.arraycopy(names.bytes, nameStart[slot], target, offset + dirLength, nameLength[slot]);
    return dirLength + nameLength[slot];
  }

  boolean isRootAt(int slot) {
    return directoryLengthAt(slot) == 0
        && nameLength[slot] == 1
        && names.bytes[nameStart[slot]] == '.';
  }

  void getAt(int slot, FileEntry entry) {
    getAttributesAt(slot, entry);
    entry.pathLength = copyPathAt(slot, entry.path, 0);
    entry.flags = flags[slot] & 0xFF;
    entry.xattrs = index(xattrs, slot);
    entry.accessAcl = index(accessAcls, slot);
    entry.defaultAcl = index(defaultAcls, slot);
    entry.hardLinkGroup = groupAt(slot);
    entry.mark = markAt(slot);
    entry.dev = 0;
    entry.ino = 0;
  }

  /**
   * Fills in what hard links to the same file share: everything but the path, the flags and the
   * group.
   */
  void getAttributesAt(int slot, FileEntry entry) {
    entry.mode = mode[slot];
    entry.size = size[slot];
    entry.mtime = mtime[slot];
    entry.mtimeNanos = mtimeNanos[slot];
    entry.atime = atimes.length == 0 ? 0 : atimes[slot];
    entry.uid = uidAt(slot);
    entry.gid = gidAt(slot);
    entry.rdevMajor = rdevMajorAt(slot);
    entry.rdevMinor = rdevMinorAt(slot);
    entry.linkLength = linkLength(slot);
    if (entry.linkLength > 0) {
      System.arraycopy(names.bytes, extra[slot] + 2, entry.link, 0, entry.linkLength);
    }
    if (checksumLength > 0) {
      System.arraycopy(checksums, slot * checksumLength, entry.checksum, 0, checksumLength);
    }
  }

  /**
   * Compares two files, of which the other may be of other columns.
   *
   * @return as {@link FileListOrder#compare} does
   */
  int compare(int slot, EntryColumns others, int other, FileListOrder order) {
    int dir = directory[slot];
    int otherDir = others.directory[other];
    boolean together = others == this && dir == otherDir;
    return order.compare(
        names.bytes,
        names.directoryStart[dir],
        together ? 0 : names.directoryLength[dir],
        nameStart[slot],
        nameLength[slot],
        WireMode.isDirectory(mode[slot]),
        others.names.bytes,
        others.names.directoryStart[otherDir],
        together ? 0 : others.names.directoryLength[otherDir],
        others.nameStart[other],
        others.nameLength[other],
        WireMode.isDirectory(others.mode[other]));
  }

  /**
   * Compares a file with a path.
   *
   * @param baseStart where the path's last component starts
   * @return as {@link FileListOrder#compare} does
   */
  int compare(
      int slot, byte[] path, int baseStart, int length, boolean isDirectory, FileListOrder order) {
    int dir = directory[slot];
    int slash = names.strippedSlash(dir);
    return order.compare(
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
