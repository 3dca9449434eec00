package org.jrsync.wire.flist;

import java.util.Arrays;
import org.jrsync.wire.WireOutput;
import org.jspecify.annotations.Nullable;

/**
 * Writes file list entries. Each entry leaves out what equals the one before it, across segments,
 * so one encoder serves a whole transfer. Bytes as in docs/protocol.md, "File list".
 */
public final class FileListEncoder {

  private static final int MAX_SHARED = 255;

  private final WireOutput out;
  private final FileListFormat format;
  private final IdNames users;
  private final IdNames groups;
  private final FileListCounts counts = new FileListCounts();
  private final @Nullable InodeMap linked;
  private final AttributeLists attributes;
  private final SentNames names;

  private byte[] lastPath = new byte[FileEntry.MAX_PATH + 1];
  private int lastLength;
  private int lastMode;
  private long lastTime;
  private long lastAccessTime;
  private int lastUid;
  private int lastGid;
  private int lastMajor;
  // Minus one is what a receiver's initial zero stands for.
  private long lastDev = -1;
  private byte @Nullable [] userName;
  private byte @Nullable [] groupName;

  /**
   * @param users names of owners, used with {@code --owner}
   * @param groups names of groups, used with {@code --group}
   * @param budget what the table of hard links is taken from
   */
  public FileListEncoder(
      WireOutput out, FileListFormat format, IdNames users, IdNames groups, ListBudget budget) {
    this(
        out,
        format,
        users,
        groups,
        budget,
        new AttributeLists(budget.memory(), XattrCodec.Names.SAME));
  }

  /**
   * @param users names of owners, used with {@code --owner}
   * @param groups names of groups, used with {@code --group}
   * @param budget what the table of hard links is taken from
   * @param attributes what entries have indexes into, with {@code --xattrs} or {@code --acls}
   */
  public FileListEncoder(
      WireOutput out,
      FileListFormat format,
      IdNames users,
      IdNames groups,
      ListBudget budget,
      AttributeLists attributes) {
    this.attributes = attributes;
    this.out = out;
    this.format = format;
    this.names = new SentNames(format);
    this.users = users;
    this.groups = groups;
    this.linked = format.hardLinks && format.protocol >= 30 ? new InodeMap(budget) : null;
  }

  /** What was written so far. */
  public FileListCounts counts() {
    return counts;
  }

  /**
   * Converts the entry's name for the wire, to be called before {@link #write}.
   *
   * @return why that cannot be done, in the system's words; null if it can, or names are not
   *     converted
   */
  public @Nullable String convertName(FileEntry entry) {
    return names.takeName(entry);
  }

  /** As {@link #convertName}, of the target of a link. */
  public @Nullable String convertLink(FileEntry entry) {
    return names.takeLink(entry);
  }

  /**
   * Writes one entry. Its path is not empty; {@code dev} and {@code ino} count when it is flagged
   * {@link EntryFlags#HARD_LINKED}.
   *
   * @param ndx index that the entry has in order of writing
   * @param ndxStart index of the first entry of its segment
   */
  public void write(FileEntry entry, int ndx, int ndxStart) {
    counts.countSent(entry);
    int flags = unchangedFlags(entry) | idFlags(entry);
    int firstLink = -1;
    if (format.hardLinks && entry.has(EntryFlags.HARD_LINKED)) {
      flags |= XferFlags.HARD_LINKED;
      if (linked != null) {
        firstLink = linked.putIfAbsent(entry.dev, entry.ino, ndx);
        if (firstLink < 0) {
          flags |= XferFlags.HARD_LINK_FIRST;
        }
      } else if (entry.dev == lastDev) {
        flags |= XferFlags.SAME_DEV;
      }
    }
    FileEntry named = names.path(entry);
    int shared = sharedLength(named);
    int rest = named.pathLength - shared;
    if (shared > 0) {
      flags |= XferFlags.SAME_NAME;
    }
    if (rest > 255) {
      flags |= XferFlags.LONG_NAME;
    }
    writeFlags(flags, entry.isDirectory());
    writeName(named, shared, rest);
    if (firstLink >= 0) {
      out.writeVarint(firstLink);
    }
    // A later link to a file of the same segment says no more: its receiver has the rest.
    if (firstLink < ndxStart) {
      writeAttributes(entry, flags);
    }
    attributes.write(out, entry, format, users, groups);
  }

  private int unchangedFlags(FileEntry entry) {
    int flags = entry.isDirectory() ? directoryFlags(entry.flags) : 0;
    if (entry.mode == lastMode) {
      flags |= XferFlags.SAME_MODE;
    }
    lastMode = entry.mode;
    if (format.carriesRdev(entry.mode)) {
      flags |= rdevFlags(entry);
    }
    if (entry.mtime == lastTime) {
      flags |= XferFlags.SAME_TIME;
    }
    lastTime = entry.mtime;
    if (entry.mtimeNanos != 0 && format.protocol >= 31) {
      flags |= XferFlags.MOD_NSEC;
    }
    if (format.accessTimes && !entry.isDirectory()) {
      flags |= entry.atime == lastAccessTime ? XferFlags.SAME_ATIME : 0;
      lastAccessTime = entry.atime;
    }
    return flags;
  }

  private int directoryFlags(int flags) {
    boolean top = (flags & EntryFlags.TOP_DIR) != 0;
    if (format.protocol < 30 || (flags & EntryFlags.CONTENT_DIR) != 0) {
      return top ? XferFlags.TOP_DIR : 0;
    }
    boolean implied = (flags & EntryFlags.IMPLIED_DIR) != 0;
    return implied ? XferFlags.TOP_DIR | XferFlags.NO_CONTENT_DIR : XferFlags.NO_CONTENT_DIR;
  }

  private int rdevFlags(FileEntry entry) {
    boolean device = entry.isDevice();
    int flags = 0;
    if (!device || entry.rdevMajor == lastMajor) {
      flags |= XferFlags.SAME_RDEV_MAJOR;
    } else {
      lastMajor = entry.rdevMajor;
    }
    if (format.protocol < 30 && (!device || (entry.rdevMinor & ~0xFF) == 0)) {
      flags |= XferFlags.RDEV_MINOR_8;
    }
    return flags;
  }

  private int idFlags(FileEntry entry) {
    int flags = 0;
    userName = null;
    groupName = null;
    if (!format.users || (entry.uid == lastUid && lastLength > 0)) {
      flags |= XferFlags.SAME_UID;
    } else {
      lastUid = entry.uid;
      userName = format.numericIds ? null : users.mention(entry.uid);
      if (userName != null && format.incremental) {
        flags |= XferFlags.USER_NAME;
      }
    }
    if (!format.groups || (entry.gid == lastGid && lastLength > 0)) {
      flags |= XferFlags.SAME_GID;
    } else {
      lastGid = entry.gid;
      groupName = format.numericIds ? null : groups.mention(entry.gid);
      if (groupName != null && format.incremental) {
        flags |= XferFlags.GROUP_NAME;
      }
    }
    return flags;
  }

  private int sharedLength(FileEntry entry) {
    int most = Math.min(MAX_SHARED, Math.min(lastLength, entry.pathLength));
    int at = Arrays.mismatch(lastPath, 0, most, entry.path, 0, most);
    return at < 0 ? most : at;
  }

  /** Writes the flags so that they cannot be taken for the end of the list. */
  private void writeFlags(int flags, boolean directory) {
    if (format.varintFlags) {
      out.writeVarint(flags == 0 ? XferFlags.EXTENDED : flags);
      return;
    }
    // The bit for top directories means nothing on other entries.
    int shown = flags == 0 && !directory ? XferFlags.TOP_DIR : flags;
    if (shown == 0 || (shown & 0xFF00) != 0) {
      out.writeShort(shown | XferFlags.EXTENDED);
    } else {
      out.writeByte(shown);
    }
  }

  private void writeName(FileEntry entry, int shared, int rest) {
    if (shared > 0) {
      out.writeByte(shared);
    }
    if (rest > 255) {
      out.writeVarint30(rest);
    } else {
      out.writeByte(rest);
    }
    out.write(entry.path, shared, rest);
    System.arraycopy(entry.path, shared, lastPath, shared, rest);
    lastLength = entry.pathLength;
  }

  private void writeAttributes(FileEntry entry, int flags) {
    out.writeVarlong30(entry.size, 3);
    if ((flags & XferFlags.SAME_TIME) == 0) {
      if (format.protocol >= 30) {
        out.writeVarlong(entry.mtime, 4);
      } else {
        out.writeInt((int) entry.mtime);
      }
    }
    if ((flags & XferFlags.MOD_NSEC) != 0) {
      out.writeVarint(entry.mtimeNanos);
    }
    if ((flags & XferFlags.SAME_MODE) == 0) {
      out.writeInt(entry.mode);
    }
    if (format.accessTimes && !entry.isDirectory() && (flags & XferFlags.SAME_ATIME) == 0) {
      out.writeVarlong(entry.atime, 4);
    }
    if (format.users && (flags & XferFlags.SAME_UID) == 0) {
      writeId(entry.uid, userName);
    }
    if (format.groups && (flags & XferFlags.SAME_GID) == 0) {
      writeId(entry.gid, groupName);
    }
    if (format.carriesRdev(entry.mode)) {
      writeRdev(entry, flags);
    }
    if (format.links && entry.isSymlink()) {
      FileEntry target = names.link(entry);
      out.writeVarint30(target.linkLength);
      out.write(target.link, 0, target.linkLength);
    }
    if (linked == null && (flags & XferFlags.HARD_LINKED) != 0) {
      // One more than the device number, so that it is never zero.
      if ((flags & XferFlags.SAME_DEV) == 0) {
        out.writeLongInt(entry.dev + 1);
        lastDev = entry.dev;
      }
      out.writeLongInt(entry.ino);
    }
    if (format.checksumLength > 0 && entry.isRegular()) {
      out.write(entry.checksum, 0, format.checksumLength);
    }
  }

  private void writeId(int id, byte @Nullable [] name) {
    if (format.protocol < 30) {
      out.writeInt(id);
      return;
    }
    out.writeVarint(id);
    if (name != null && format.incremental) {
      IdNames.writeName(out, name);
    }
  }

  private void writeRdev(FileEntry entry, int flags) {
    int minor = entry.isDevice() ? entry.rdevMinor : 0;
    if ((flags & XferFlags.SAME_RDEV_MAJOR) == 0) {
      out.writeVarint30(entry.rdevMajor);
    }
    if (format.protocol >= 30) {
      out.writeVarint(minor);
    } else if ((flags & XferFlags.RDEV_MINOR_8) != 0) {
      out.writeByte(minor);
    } else {
      out.writeInt(minor);
    }
  }

  /**
   * Ends a segment.
   *
   * @param ioErrors the sender's I/O errors so far, to be told if the format can; 0 for none
   */
  public void writeEnd(int ioErrors) {
    if (format.varintFlags) {
      out.writeVarint(0);
      out.writeVarint(ioErrors);
    } else if (ioErrors != 0 && format.errorsInList) {
      out.writeShort(XferFlags.END_WITH_ERROR);
      out.writeVarint(ioErrors);
    } else {
      out.writeByte(0);
    }
  }

  /**
   * Writes what follows the end of a list that is not incremental: the names of ids, and before
   * protocol 30 the I/O errors.
   */
  public void writeTrailer(int ioErrors) {
    if (!format.numericIds && !format.incremental) {
      if (format.users || format.acls) {
        users.writeList(out, format.idZeroNames);
      }
      if (format.groups || format.acls) {
        groups.writeList(out, format.idZeroNames);
      }
    }
    if (format.protocol < 30) {
      out.writeInt(ioErrors);
    }
  }

  /** Gives the memory of the hard-link table back; no entry with links is written after. */
  public void release() {
    if (linked != null) {
      linked.release();
    }
  }
}
