package org.jrsync.engine.generator;

import java.util.Arrays;
import org.jrsync.engine.Session;
import org.jrsync.engine.metadata.AttributeSetter;
import org.jrsync.engine.metadata.Times;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.flist.FileEntry;

/**
 * Tells whether an existing file is taken as equal to the listed one without looking at its data.
 */
final class QuickCheck {
  private final Options options;
  private final Tree tree;
  private final ContentDigest digest;
  private final AttributeSetter attributes;
  private final StoredAttributes stored;

  QuickCheck(Session session, Tree tree, AttributeSetter attributes, StoredAttributes stored) {
    this.stored = stored;
    this.options = session.options();
    this.tree = tree;
    this.digest = new ContentDigest(session.negotiated());
    this.attributes = attributes;
  }

  /** How strictly regular files are compared; a redo after a bad checksum trusts nothing. */
  enum Strictness {
    NORMAL,
    REDO
  }

  /** Whether the content needs no transfer. Both must be of the same type. */
  boolean sameContent(FileEntry entry, byte[] path, FileStat stat, Strictness strictness) {
    return sameContent(entry, tree, path, stat, strictness);
  }

  /** The same for what is in another tree. */
  boolean sameContent(
      FileEntry entry, Tree where, byte[] path, FileStat stat, Strictness strictness) {
    if (entry.isRegular()) {
      return sameFile(entry, where, path, stat, strictness);
    }
    if (entry.isSymlink()) {
      return sameTarget(entry, where, path);
    }
    if (entry.isDevice()) {
      return stat.rdevMajor() == entry.rdevMajor && stat.rdevMinor() == entry.rdevMinor;
    }
    return (stat.mode() & FileMode.TYPE_MASK) == (entry.mode & FileMode.TYPE_MASK);
  }

  private boolean sameFile(
      FileEntry entry, Tree where, byte[] path, FileStat stat, Strictness strictness) {
    if (stat.size() != entry.size) {
      return false;
    }
    if (strictness == Strictness.REDO) {
      return false;
    }
    if (options.checksumAlways) {
      byte[] sum = digest.of(where, path, stat.size());
      return Arrays.equals(sum, 0, sum.length, entry.checksum, 0, sum.length);
    }
    if (options.sizeOnly) {
      return true;
    }
    return !options.ignoreTimes && !timeDiffers(entry, stat);
  }

  private static boolean sameTarget(FileEntry entry, Tree where, byte[] path) {
    try {
      byte[] target = where.readLink(path);
      return Arrays.equals(target, 0, target.length, entry.link, 0, entry.linkLength);
    } catch (PosixException e) {
      return false;
    }
  }

  /** Whether the modification time differs by more than the window. */
  boolean timeDiffers(FileEntry entry, FileStat stat) {
    return !Times.same(
        options.modifyWindow,
        entry.mtime,
        entry.mtimeNanos,
        stat.mtimeSeconds(),
        stat.mtimeNanos());
  }

  /** Whether all attributes that are preserved are right. */
  boolean sameAttributes(FileEntry entry, Tree from, byte[] path, FileStat stat) {
    if (options.keepsTime(entry.mode) && timeDiffers(entry, stat)) {
      return false;
    }
    if (attributes.modeDiffers(entry, stat)) {
      return false;
    }
    return !attributes.ownershipDiffers(entry, stat)
        && stored.differences(entry, from, path, stat) == 0;
  }
}
