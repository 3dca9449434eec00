package org.jrsync.engine.metadata;

import java.util.function.Supplier;
import org.jrsync.engine.Session;
import org.jrsync.engine.options.AttributeOptions;
import org.jrsync.engine.scan.AttributeSource;
import org.jrsync.engine.tree.Tree;
import org.jrsync.wire.flist.Acl;
import org.jrsync.wire.flist.AttributeLists;
import org.jrsync.wire.flist.FileEntry;
import org.jrsync.wire.flist.XattrSet;
import org.jspecify.annotations.Nullable;

/** Reads the extended attributes and access control lists of a sender's files for its list. */
public final class SourceAttributes implements AttributeSource {
  private final AttributeOptions asked;
  private final AttributeLists lists;
  private final XattrReader xattrs;
  private final AclStore acls;

  public SourceAttributes(Session session) {
    this.asked = session.options().attributes;
    this.lists = session.attributeLists();
    this.xattrs = new XattrReader(session, new XattrNames(session));
    this.acls = new AclStore(session);
  }

  @Override
  public AttributeLists lists() {
    return lists;
  }

  @Override
  public boolean wanted() {
    return asked.acls() || asked.xattrs() > 0;
  }

  @Override
  public boolean read(Tree tree, byte[] path, FileEntry entry, Supplier<byte[]> shown) {
    // An index stands for what is sent with this entry, so that none is given where a step fails.
    boolean directory = entry.isDirectory();
    boolean listed = asked.acls() && !entry.isSymlink();
    Acl access = listed ? acls.access(tree, path, entry.mode, shown) : Acl.EMPTY;
    Acl standard = listed && directory ? acls.standard(tree, path, entry.mode, shown) : Acl.EMPTY;
    if (access == null || standard == null) {
      return false;
    }
    if (asked.xattrs() > 0) {
      XattrSet set = xattrs.read(tree, path, entry.mode, shown);
      if (set == null) {
        return false;
      }
      lists.setXattrs(entry, set);
    }
    if (listed) {
      lists.setAcls(entry, AclStore.condensed(access, entry.mode), directory ? standard : null);
    }
    return true;
  }

  @Override
  public byte @Nullable [] xattr(Tree tree, byte[] path, byte[] name, Supplier<byte[]> shown) {
    return xattrs.value(tree, path, name, shown);
  }
}
