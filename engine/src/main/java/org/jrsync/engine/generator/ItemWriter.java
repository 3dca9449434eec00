package org.jrsync.engine.generator;

import org.jrsync.engine.ItemFlags;
import org.jrsync.engine.OldProtocol;
import org.jrsync.engine.Session;
import org.jrsync.engine.basis.BasisFile;
import org.jrsync.engine.basis.BasisType;
import org.jrsync.engine.batch.BatchRequests;
import org.jrsync.engine.metadata.AttributeSetter;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.report.ItemLog;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.FileStat;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.FileEntry;
import org.jspecify.annotations.Nullable;

/** Tells the peer how an entry differs (docs/protocol.md, "Item flags"). */
final class ItemWriter {
  private final Options options;
  private final WireOutput out;
  private final @Nullable BatchRequests requests;
  private final QuickCheck check;
  private final AttributeSetter attributes;
  private final boolean showUnchanged;
  private final StoredAttributes stored;
  private final Tree tree;
  private final ItemLog log;
  private final boolean tellsPeer;

  /**
   * @param requests takes what is asked for in the peer's place, which then is told nothing; null
   *     where there is a peer
   */
  ItemWriter(
      Session session,
      Tree tree,
      WireOutput out,
      @Nullable BatchRequests requests,
      QuickCheck check,
      AttributeSetter attributes,
      StoredAttributes stored,
      ItemLog log) {
    this.tree = tree;
    this.log = log;
    this.tellsPeer = OldProtocol.hasItemFlags(session.protocol());
    this.stored = stored;
    this.options = session.options();
    this.out = out;
    this.requests = requests;
    this.check = check;
    this.attributes = attributes;
    this.showUnchanged = options.info(Info.NAME) >= 2 || log.itemizeLevel() > 1;
  }

  /** Whether entries are mentioned that are as they should be. */
  boolean showsUnchanged() {
    return showUnchanged;
  }

  /** Announces a transfer: the index with its flags; the signature follows. */
  void transfer(
      int ndx,
      FileEntry entry,
      boolean existed,
      FileStat stat,
      boolean checksumDiffers,
      int attributeFlags,
      BasisFile basis) {
    if (requests != null) {
      requests.want(ndx);
      return;
    }
    int flags =
        ItemFlags.TRANSFER | attributeFlags | (checksumDiffers ? ItemFlags.REPORT_CHANGE : 0);
    byte[] name = basis.name();
    if (basis.type() != BasisType.DESTINATION) {
      flags |= ItemFlags.BASIS_TYPE_FOLLOWS;
    }
    if (name != null) {
      flags |= ItemFlags.XNAME_FOLLOWS;
    }
    out.writeNdx(ndx);
    if (!tellsPeer) {
      return;
    }
    out.writeShort(flags | differences(entry, existed, stat, flags, name));
    if (basis.type() != BasisType.DESTINATION) {
      out.writeByte(basis.type());
    }
    if (name != null) {
      out.writeVstring(name);
    }
    stored.request(entry, flags, out);
  }

  /**
   * Compares the extended attributes and access control lists of an entry with those of the file
   * here; to be asked right before the entry is mentioned or transferred, and before they are set.
   *
   * @param existed whether the file is there
   * @return flags for {@link #mention} or {@link #transfer}
   */
  int attributeFlags(Candidate c, boolean existed) {
    return stored.differences(c.entry, tree, c.path, existed ? c.stat : null);
  }

  /** As {@link #attributeFlags(Candidate, boolean)}, for a file of another place. */
  int attributeFlags(Candidate c, @Nullable BasisFile other, FileStat stat) {
    return other == null
        ? attributeFlags(c, false)
        : stored.differences(c.entry, other.tree(), other.path(), stat);
  }

  /**
   * Mentions an entry that needs no data, if it is worth mentioning.
   *
   * @param existed whether something was there that the differences refer to
   * @param flags what is known already, such as {@link ItemFlags#LOCAL_CHANGE}
   * @param name the file that a hard link goes to, null for none; empty when it is linked already
   */
  void mention(
      int ndx, FileEntry entry, boolean existed, FileStat stat, int flags, byte @Nullable [] name) {
    if (requests != null) {
      return;
    }
    int all = flags | differences(entry, existed, stat, flags, name);
    if (name != null) {
      all |= ItemFlags.XNAME_FOLLOWS;
    }
    all &= 0xffff;
    boolean named = name != null && name.length > 0;
    if ((all & ItemFlags.SIGNIFICANT) == 0 && !named && !showUnchanged) {
      return;
    }
    if (!tellsPeer) {
      log.untoldItem(entry, all, name == null ? new byte[0] : name);
      return;
    }
    out.writeNdx(ndx);
    out.writeShort(all);
    if (name != null) {
      out.writeVstring(name);
    }
    stored.request(entry, all, out);
  }

  private int differences(
      FileEntry entry, boolean existed, FileStat stat, int flags, byte @Nullable [] name) {
    if (!existed) {
      return ItemFlags.IS_NEW;
    }
    int found = 0;
    if (entry.isRegular() && entry.size != stat.size()) {
      found |= ItemFlags.REPORT_SIZE;
    }
    if (timeReported(entry, stat, flags, name)) {
      found |= ItemFlags.REPORT_TIME;
    }
    if (!entry.isSymlink() && attributes.accessTimeDiffers(entry, stat)) {
      found |= ItemFlags.REPORT_ATIME;
    }
    if (attributes.modeDiffers(entry, stat)) {
      found |= ItemFlags.REPORT_PERMS;
    }
    if (attributes.uidDiffers(entry, stat)) {
      found |= ItemFlags.REPORT_OWNER;
    }
    if (attributes.gidDiffers(entry, stat)) {
      found |= ItemFlags.REPORT_GROUP;
    }
    return found;
  }

  private boolean timeReported(FileEntry entry, FileStat stat, int flags, byte @Nullable [] name) {
    if (options.keepsTime(entry.mode)) {
      return check.timeDiffers(entry, stat);
    }
    boolean changed = (flags & (ItemFlags.TRANSFER | ItemFlags.LOCAL_CHANGE)) != 0;
    boolean matched = (flags & ItemFlags.MATCHED) != 0;
    return changed && !matched && (name == null || name.length > 0);
  }
}
