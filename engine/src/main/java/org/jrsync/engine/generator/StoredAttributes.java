package org.jrsync.engine.generator;

import org.jrsync.engine.ItemFlags;
import org.jrsync.engine.Session;
import org.jrsync.engine.metadata.AclSetter;
import org.jrsync.engine.metadata.XattrNames;
import org.jrsync.engine.metadata.XattrReader;
import org.jrsync.engine.options.AttributeOptions;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.FileStat;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.FileEntry;
import org.jrsync.wire.flist.XattrSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what files here have of extended attributes and access control lists with the list, and
 * asks for values that are missing.
 */
final class StoredAttributes {
  private final boolean transfers;
  private final boolean optimized;
  private final @Nullable XattrReader xattrs;
  private final @Nullable AclSetter acls;
  private final XattrRequests requests;

  StoredAttributes(Session session) {
    AttributeOptions asked = session.options().attributes;
    this.transfers = session.options().transfersData();
    this.optimized = session.negotiated().xattrOptimization();
    this.xattrs = asked.xattrs() > 0 ? new XattrReader(session, new XattrNames(session)) : null;
    this.acls = asked.acls() ? new AclSetter(session) : null;
    this.requests = new XattrRequests(session.attributeLists().xattrs());
  }

  /**
   * Compares an entry with a file, before anything is set; what is found missing is for the item
   * that is told of next.
   *
   * @param from where the file is
   * @param stat the file's state, null where there is none
   * @return item flags of what differs
   */
  int differences(FileEntry entry, Tree from, byte[] path, @Nullable FileStat stat) {
    int flags = 0;
    if (acls != null
        && stat != null
        && !entry.isSymlink()
        && acls.differ(from, path, entry, stat.mode())) {
      flags |= ItemFlags.REPORT_ACL;
    }
    if (xattrs != null) {
      XattrSet here = stat == null ? null : xattrs.read(from, path, stat.mode(), () -> path);
      if (requests.differ(entry.xattrs, here)) {
        flags |= ItemFlags.REPORT_XATTR;
      }
    }
    return flags;
  }

  /** Asks for the values that are missing here, where an answer belongs to an item. */
  void request(FileEntry entry, int flags, WireOutput out) {
    if (xattrs == null
        || !transfers
        || (flags & (ItemFlags.REPORT_XATTR | ItemFlags.TRANSFER)) == 0) {
      return;
    }
    requests.settle(entry.xattrs, ItemFlags.carriesXattrs(flags, optimized) ? out : null);
  }
}
