package org.jrsync.engine.metadata;

import java.util.function.Supplier;
import org.jrsync.engine.Session;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.flist.Acl;
import org.jrsync.wire.flist.AttributeLists;
import org.jrsync.wire.flist.FileEntry;
import org.jspecify.annotations.Nullable;

/** Compares access control lists with those of the list of files, and sets them. */
public final class AclSetter {
  private final Session session;
  private final AclStore store;
  private final AttributeLists lists;

  public AclSetter(Session session) {
    this.session = session;
    this.store = new AclStore(session);
    this.lists = session.attributeLists();
  }

  /**
   * The lists of a file at the destination; null where one could not be read, or there is none.
   *
   * @param access its access list
   * @param standard a directory's default list
   */
  record Here(@Nullable Acl access, @Nullable Acl standard) {}

  /** Reads the lists of a file. Failures are reported. */
  Here read(Tree tree, byte[] path, int mode) {
    Supplier<byte[]> shown = () -> path;
    Acl access = store.access(tree, path, mode, shown);
    Acl standard =
        access != null && FileMode.isDirectory(mode)
            ? store.standard(tree, path, mode, shown)
            : null;
    return new Here(access, standard);
  }

  /** Whether a file's lists differ from the entry's. */
  public boolean differ(Tree tree, byte[] path, FileEntry entry, int modeHere) {
    Here here = read(tree, path, modeHere);
    return accessDiffers(entry, here, entry.mode) || standardDiffers(entry, here, entry.mode);
  }

  private boolean accessDiffers(FileEntry entry, Here here, int mode) {
    Acl access = here.access();
    return entry.accessAcl >= 0
        && (access == null
            || !AclStore.sameBeyondMode(access, lists.accessAcls().get(entry.accessAcl), mode));
  }

  private boolean standardDiffers(FileEntry entry, Here here, int mode) {
    Acl standard = here.standard();
    return FileMode.isDirectory(mode)
        && entry.defaultAcl >= 0
        && (standard == null || !standard.equals(lists.defaultAcls().get(entry.defaultAcl)));
  }

  /**
   * Sets what differs. Failures are reported.
   *
   * @param here the file's lists at present
   * @param now its mode at present
   * @param mode the mode that it is to have
   * @return its mode then, or -1 where nothing was changed
   */
  int apply(Tree tree, byte[] path, FileEntry entry, Here here, int now, int mode) {
    int changed = -1;
    AclStore.Kind kind = AclStore.Kind.ACCESS;
    boolean dryRun = session.options().dryRun;
    try {
      if (accessDiffers(entry, here, mode)) {
        Acl wanted = lists.accessAcls().get(entry.accessAcl);
        changed = dryRun ? now : store.setAccess(tree, path, wanted, now, mode);
      }
      kind = AclStore.Kind.DEFAULT;
      if (standardDiffers(entry, here, mode)) {
        if (!dryRun) {
          store.setStandard(tree, path, lists.defaultAcls().get(entry.defaultAcl));
        }
        changed = changed < 0 ? now : changed;
      }
      return changed;
    } catch (PosixException e) {
      session
          .systemError(MessageCode.ERROR_XFER)
          .text("set_acl: acl_set_file_at(")
          .name(path)
          .text(", ")
          .text(kind.shown())
          .text(")")
          .errno(e.errno())
          .send();
      return -1;
    }
  }
}
