package org.jrsync.wire.flist;

import java.util.function.IntConsumer;
import org.jrsync.wire.WireInput;
import org.jspecify.annotations.Nullable;

/**
 * Reads file list entries, checking each against the limits of docs/protocol.md, "File list", "What
 * a receiver refuses". Each entry builds on the one before it, across segments, so one decoder
 * serves a whole transfer.
 */
public final class FileListDecoder {

  private static final int MAX_NANOS = 999_999_999;

  /** Bits of I/O errors that are defined; others are dropped. */
  private static final int IO_ERROR_MASK = 7;

  private final WireInput in;
  private final FileListFormat format;
  private final IdMap users;
  private final IdMap groups;
  private final EntryPolicy policy;
  private final ListBudget budget;
  private final FileListCounts counts = new FileListCounts();
  private final FileEntry entry = new FileEntry();
  private final EntryPath path = new EntryPath();
  private final OldDirectoryFlags oldFlags;
  private final InodeMap inodes;
  private final AttributeLists attributes;
  private final AclCodec.Ids ids;
  private final @Nullable ReceivedNames names;

  private @Nullable IntConsumer length;
  private int lastMode;
  private long lastTime;
  private long lastAccessTime;
  private int lastUid;
  private int lastGid;
  private boolean lastGidSkipped;
  private int lastMajor;
  private long lastDev;

  /**
   * @param users map of owners, used with {@code --owner}
   * @param groups map of groups, used with {@code --group}
   * @param policy what to make of names and modes
   * @param budget what the table of hard links is taken from
   */
  public FileListDecoder(
      WireInput in,
      FileListFormat format,
      IdMap users,
      IdMap groups,
      EntryPolicy policy,
      ListBudget budget) {
    this(
        in,
        format,
        users,
        groups,
        policy,
        budget,
        new AttributeLists(budget.memory(), XattrCodec.Names.SAME),
        ConversionFailures.UNTOLD);
  }

  /**
   * @param users map of owners, used with {@code --owner}
   * @param groups map of groups, used with {@code --group}
   * @param policy what to make of names and modes
   * @param budget what the table of hard links is taken from
   * @param attributes what entries have indexes into, with {@code --xattrs} or {@code --acls}
   * @param failures told of names that cannot be converted
   */
  public FileListDecoder(
      WireInput in,
      FileListFormat format,
      IdMap users,
      IdMap groups,
      EntryPolicy policy,
      ListBudget budget,
      AttributeLists attributes,
      ConversionFailures failures) {
    this.names =
        format.charset == null
            ? null
            : new ReceivedNames(format.charset, format.convertsLinks, failures);
    this.attributes = attributes;
    this.ids = new AclCodec.Ids(format, users, groups);
    this.in = in;
    this.format = format;
    this.users = users;
    this.groups = groups;
    this.policy = policy;
    this.budget = budget;
    this.oldFlags = new OldDirectoryFlags(format);
    this.inodes = new InodeMap(budget);
  }

  /** What was read so far. */
  public FileListCounts counts() {
    return counts;
  }

  /** Tells the length of each list after every entry; null for silence. */
  public void tellLength(@Nullable IntConsumer listener) {
    length = listener;
  }

  /** A list to read into, fitting the format. */
  public FileList newList(int ndxStart) {
    return new FileList(format, ndxStart, format.checksumLength, budget);
  }

  /**
   * Reads entries up to the end of a segment, without the trailer of a list that is not
   * incremental.
   *
   * @param list receives the entries, unsorted
   * @param parent path of the directory that the segment is of; empty for the first segment, and
   *     not looked at unless the format is incremental
   * @return the sender's I/O errors told at the end, 0 for none
   * @throws org.jrsync.wire.RsyncException when the data is not acceptable
   */
  public int read(FileList list, byte[] parent) {
    while (true) {
      int flags;
      if (format.varintFlags) {
        flags = in.readVarint();
        if (flags == 0) {
          return in.readVarint() & IO_ERROR_MASK;
        }
      } else {
        flags = in.readByte();
        if (flags == 0) {
          return 0;
        }
        if ((flags & XferFlags.EXTENDED) != 0) {
          flags |= in.readByte() << 8;
        }
        if (flags == XferFlags.END_WITH_ERROR) {
          if (!format.errorsInList) {
            throw FileListErrors.protocol("Invalid flist flag: " + Integer.toHexString(flags));
          }
          return in.readVarint() & IO_ERROR_MASK;
        }
      }
      readEntry(list, flags);
      if (format.incremental) {
        path.requireParent(entry, parent, format.relative);
      }
      list.add(entry);
      counts.count(entry);
      IntConsumer told = length;
      if (told != null) {
        told.accept(list.count());
      }
    }
  }

  /**
   * Reads what follows a list that is not incremental, and applies the names of ids to it.
   *
   * @return the sender's I/O errors told there, 0 for none
   */
  public int readTrailer(FileList list) {
    if (!format.incremental) {
      if ((format.users || format.acls) && !format.numericIds) {
        users.readList(in, format.idZeroNames);
      }
      if ((format.groups || format.acls) && !format.numericIds) {
        groups.readList(in, format.idZeroNames);
      }
      list.mapIds(users, groups);
      attributes.mapIds(users, groups);
    }
    return format.protocol < 30 ? in.readInt() & IO_ERROR_MASK : 0;
  }

  private void readEntry(FileList list, int flags) {
    entry.clear();
    path.read(in, flags, entry);
    ReceivedNames converted = names;
    if (converted != null) {
      converted.convertPath(entry);
    }
    if (!ReceivedNames.isCleared(entry)) {
      path.clean(entry, format.relative);
    }
    int first = -1;
    if (format.protocol >= 30
        && (flags & (XferFlags.HARD_LINKED | XferFlags.HARD_LINK_FIRST)) == XferFlags.HARD_LINKED) {
      first = readFirstLink(list);
    }
    if (first >= list.ndxStart()) {
      copyFrom(list, first - list.ndxStart());
    } else {
      readAttributes(flags);
    }
    check(flags);
    readLinkGroup(list, flags, first);
    if (first < list.ndxStart() && format.checksumLength > 0 && WireMode.isRegular(lastMode)) {
      in.readFully(entry.checksum, 0, format.checksumLength);
    }
    attributes.read(in, entry, ids);
  }

  private int readFirstLink(FileList list) {
    int first = in.readVarint();
    int next = list.ndx(list.count());
    if (first < 0 || first >= next) {
      throw FileListErrors.protocol(
          "hard-link reference out of range: " + first + " (" + next + ")");
    }
    return first;
  }

  /**
   * A later link to a file of this segment has that file's attributes, and later entries build on
   * them.
   */
  private void copyFrom(FileList list, int position) {
    list.getAttributes(position, entry);
    lastMode = entry.mode;
    lastTime = entry.mtime;
    if (format.accessTimes && !entry.isDirectory()) {
      lastAccessTime = entry.atime;
    }
    if (format.users) {
      lastUid = entry.uid;
    }
    if (format.groups) {
      lastGid = entry.gid;
      lastGidSkipped = (list.flags(position) & EntryFlags.SKIP_GROUP) != 0;
      if (lastGidSkipped) {
        entry.flags |= EntryFlags.SKIP_GROUP;
      }
    }
    if (format.devices && entry.isDevice()) {
      lastMajor = entry.rdevMajor;
    }
  }

  private void readAttributes(int flags) {
    entry.size = in.readVarlong30(3);
    if ((flags & XferFlags.SAME_TIME) == 0) {
      lastTime = format.protocol >= 30 ? in.readVarlong(4) : in.readInt() & 0xFFFF_FFFFL;
    }
    entry.mtime = lastTime;
    if ((flags & XferFlags.MOD_NSEC) != 0) {
      entry.mtimeNanos = in.readVarintBounded(0, MAX_NANOS, "modtime_nsec");
    }
    if ((flags & XferFlags.SAME_MODE) == 0) {
      lastMode = readMode();
    }
    entry.mode =
        WireMode.isSymlink(lastMode) || lastMode == 0 ? lastMode : policy.adjustMode(lastMode);
    readAccessTime(flags);
    readIds(flags);
    if (format.carriesRdev(lastMode)) {
      readRdev(flags);
      entry.size = 0;
    } else if (WireMode.isDevice(lastMode)) {
      entry.size = 0;
    }
    if (format.links && WireMode.isSymlink(lastMode)) {
      readLink();
    }
    if (entry.size < 0) {
      throw FileListErrors.refused("Offset underflow: file-length is negative");
    }
  }

  private void readAccessTime(int flags) {
    if (!format.accessTimes || WireMode.isDirectory(lastMode)) {
      return;
    }
    if ((flags & XferFlags.SAME_ATIME) == 0) {
      lastAccessTime = in.readVarlong(4);
    }
    entry.atime = lastAccessTime;
  }

  private int readMode() {
    int mode = in.readInt() & 0xFFFF;
    if (!WireMode.isValid(mode) && !(mode == 0 && format.missingArgs)) {
      throw FileListErrors.protocol(
          "invalid file mode 0"
              + Integer.toOctalString(mode)
              + " for "
              + show()
              + " ["
              + in.role().text()
              + "]");
    }
    return mode;
  }

  private void readIds(int flags) {
    if (format.users && (flags & XferFlags.SAME_UID) == 0) {
      int id = readId();
      if (format.protocol >= 30 && (flags & XferFlags.USER_NAME) != 0) {
        lastUid = users.readName(in, id);
      } else {
        lastUid = format.incremental ? users.map(id) : id;
      }
    }
    if (format.groups && (flags & XferFlags.SAME_GID) == 0) {
      int id = readId();
      if (format.protocol >= 30 && (flags & XferFlags.GROUP_NAME) != 0) {
        lastGid = groups.readName(in, id);
      } else {
        lastGid = format.incremental ? groups.map(id) : id;
      }
      lastGidSkipped = format.incremental && groups.isSkipped(id);
    }
    entry.uid = lastUid;
    entry.gid = lastGid;
    if (lastGidSkipped) {
      entry.flags |= EntryFlags.SKIP_GROUP;
    }
  }

  private int readId() {
    return format.protocol < 30 ? in.readInt() : in.readVarint();
  }

  private void readRdev(int flags) {
    if ((flags & XferFlags.SAME_RDEV_MAJOR) == 0) {
      lastMajor = in.readVarint30();
    }
    int minor;
    if (format.protocol >= 30) {
      minor = in.readVarint();
    } else if ((flags & XferFlags.RDEV_MINOR_8) != 0) {
      minor = in.readByte();
    } else {
      minor = in.readInt();
    }
    if (WireMode.isDevice(lastMode)) {
      entry.rdevMajor = lastMajor;
      entry.rdevMinor = minor;
    }
  }

  private void readLink() {
    int length = in.readVarint30();
    if (length < 0 || length > FileEntry.MAX_LINK) {
      throw FileListErrors.overflow("link target", length & 0xFFFF_FFFFL, FileEntry.MAX_LINK);
    }
    in.readFully(entry.link, 0, length);
    entry.linkLength = length;
    for (int i = 0; i < length; i++) {
      if (entry.link[i] == 0) {
        throw FileListErrors.refused("link target of " + show() + " holds a zero byte");
      }
    }
    if (names != null) {
      names.convertLink(entry);
    }
    entry.linkLength = policy.adjustLink(entry.link, entry.linkLength, depth());
  }

  private int depth() {
    int depth = 0;
    for (int i = 0; i < entry.pathLength; i++) {
      if (entry.path[i] == '/') {
        depth++;
      }
    }
    return depth;
  }

  private void check(int flags) {
    boolean directory = entry.isDirectory();
    if (ReceivedNames.isCleared(entry)) {
      return;
    }
    if (EntryPath.isRoot(entry)) {
      // Taken for a file, the root could make the receiver remove its whole destination to make
      // room.
      if (!directory) {
        throw FileListErrors.protocol(
            "ERROR: rejecting non-directory transfer-root entry: " + show());
      }
    } else {
      policy.check(entry.path, entry.pathLength, directory);
    }
    if (directory) {
      boolean implied = policy.isImpliedParent(entry.path, entry.pathLength);
      entry.flags |=
          format.protocol >= 30
              ? directoryFlags(flags, implied)
              : oldFlags.flags(flags, implied, path, entry);
    }
  }

  private static int directoryFlags(int flags, boolean implied) {
    boolean top = (flags & XferFlags.TOP_DIR) != 0;
    // A parent that was never asked for has no content to delete in, whatever the sender says.
    if (implied || (flags & XferFlags.NO_CONTENT_DIR) != 0) {
      return implied || top ? EntryFlags.IMPLIED_DIR : 0;
    }
    return top ? EntryFlags.TOP_DIR | EntryFlags.CONTENT_DIR : EntryFlags.CONTENT_DIR;
  }

  private void readLinkGroup(FileList list, int flags, int first) {
    if (!format.hardLinks || (flags & XferFlags.HARD_LINKED) == 0) {
      return;
    }
    int group;
    if (format.protocol >= 30) {
      group = (flags & XferFlags.HARD_LINK_FIRST) != 0 ? list.ndx(list.count()) : first;
    } else {
      if ((flags & XferFlags.SAME_DEV) == 0) {
        lastDev = in.readLongInt();
      }
      int next = inodes.size();
      int known = inodes.putIfAbsent(lastDev, in.readLongInt(), next);
      group = known < 0 ? next : known;
    }
    if (!entry.isDirectory()) {
      entry.flags |= EntryFlags.HARD_LINKED;
      entry.hardLinkGroup = group;
    }
  }

  private String show() {
    return FileListErrors.show(entry.path, 0, entry.pathLength);
  }

  /** Gives the memory of the hard-link table back; nothing is read after. */
  public void release() {
    inodes.release();
  }
}
