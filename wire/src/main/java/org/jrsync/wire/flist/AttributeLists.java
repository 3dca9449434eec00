package org.jrsync.wire.flist;

import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jspecify.annotations.Nullable;

/**
 * The extended attributes and access control lists of one transfer's entries, which have indexes
 * into them, and how they travel with the entries: a value the first time, and from then on its
 * index.
 */
public final class AttributeLists {
  private final SharedList<XattrSet> xattrs;
  private final SharedList<Acl> accessAcls;
  private final SharedList<Acl> defaultAcls;
  private final XattrCodec.Names names;
  private int sentXattrs;
  private int sentAccessAcls;
  private int sentDefaultAcls;

  /**
   * @param memory what they are taken from
   * @param names how extended attributes are named on the other side
   */
  public AttributeLists(MemoryBudget memory, XattrCodec.Names names) {
    this.names = names;
    xattrs = new SharedList<>(memory, "extended attributes");
    accessAcls = new SharedList<>(memory, "access control lists");
    defaultAcls = new SharedList<>(memory, "default access control lists");
  }

  /** The sets of extended attributes. */
  public SharedList<XattrSet> xattrs() {
    return xattrs;
  }

  /** The access control lists of files. */
  public SharedList<Acl> accessAcls() {
    return accessAcls;
  }

  /** The default access control lists of directories. */
  public SharedList<Acl> defaultAcls() {
    return defaultAcls;
  }

  /** Gives the index of a set to an entry that is written next. */
  public void setXattrs(FileEntry entry, XattrSet set) {
    entry.xattrs = xattrs.intern(set, set.bytes());
  }

  /**
   * Gives the indexes of its lists to an entry that is written next.
   *
   * @param standard the default list of a directory, null for anything else
   */
  public void setAcls(FileEntry entry, Acl access, @Nullable Acl standard) {
    entry.accessAcl = accessAcls.intern(access, access.bytes());
    entry.defaultAcl = standard == null ? -1 : defaultAcls.intern(standard, standard.bytes());
  }

  // --- Sending

  void write(
      WireOutput out, FileEntry entry, FileListFormat format, IdNames users, IdNames groups) {
    if (format.acls && !entry.isSymlink()) {
      if (entry.accessAcl < 0) {
        setAcls(entry, Acl.EMPTY, entry.isDirectory() ? Acl.EMPTY : null);
      }
      if (writeIndex(out, entry.accessAcl, sentAccessAcls)) {
        sentAccessAcls++;
        AclCodec.write(out, accessAcls.get(entry.accessAcl), format, users, groups);
      }
      if (entry.isDirectory() && writeIndex(out, entry.defaultAcl, sentDefaultAcls)) {
        sentDefaultAcls++;
        AclCodec.write(out, defaultAcls.get(entry.defaultAcl), format, users, groups);
      }
    }
    if (format.xattrs && entry.xattrs < 0) {
      setXattrs(entry, XattrSet.EMPTY);
    }
    if (format.xattrs && writeIndex(out, entry.xattrs, sentXattrs)) {
      sentXattrs++;
      XattrCodec.write(out, xattrs.get(entry.xattrs), names);
    }
  }

  /** Whether the value has to follow, since it was not sent before. */
  private static boolean writeIndex(WireOutput out, int index, int sent) {
    if (index > sent) {
      throw new IllegalStateException("the entry before was not written");
    }
    boolean known = index < sent;
    out.writeVarint(known ? index + 1 : 0);
    return !known;
  }

  // --- Receiving

  void read(WireInput in, FileEntry entry, AclCodec.Ids ids) {
    if (ids.format().acls && !entry.isSymlink()) {
      entry.accessAcl = readAcl(in, accessAcls, "ACL_TYPE_ACCESS", ids, entry.mode);
      if (entry.isDirectory()) {
        entry.defaultAcl = readAcl(in, defaultAcls, "ACL_TYPE_DEFAULT", ids, null);
      }
    }
    if (ids.format().xattrs) {
      entry.xattrs = readXattrs(in, entry);
    }
  }

  private static int readAcl(
      WireInput in, SharedList<Acl> lists, String type, AclCodec.Ids ids, @Nullable Integer mode) {
    int index = in.readVarint();
    if (index < 0 || index > lists.size()) {
      throw new ProtocolException(
          ExitCode.STREAM_IO,
          "recv_acl_index: " + type + " ACL index " + index + " > " + lists.size());
    }
    if (index > 0) {
      return index - 1;
    }
    Acl acl = AclCodec.read(in, ids, mode);
    return lists.append(acl, acl.bytes());
  }

  private int readXattrs(WireInput in, FileEntry entry) {
    int index = in.readVarint();
    if (index < 0 || index > xattrs.size()) {
      throw new ProtocolException(
          ExitCode.STREAM_IO,
          "receive_xattr: xa index "
              + index
              + " out of range for "
              + FileListErrors.show(entry.path, 0, entry.pathLength));
    }
    if (index > 0) {
      return index - 1;
    }
    XattrSet set = XattrCodec.read(in, names, xattrs);
    return xattrs.append(set, XattrSet.OWN_BYTES);
  }

  /** Maps the ids of a list that was sent whole, once their names are known. */
  void mapIds(IdMap users, IdMap groups) {
    accessAcls.replaceAll(acl -> acl.mapped(users, groups));
    defaultAcls.replaceAll(acl -> acl.mapped(users, groups));
  }

  /** Gives the memory back; nothing is asked for after. */
  public void release() {
    xattrs.release();
    accessAcls.release();
    defaultAcls.release();
  }
}
