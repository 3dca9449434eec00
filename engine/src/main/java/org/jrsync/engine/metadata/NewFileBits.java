package org.jrsync.engine.metadata;

import java.util.Arrays;
import org.jrsync.engine.Session;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.flist.Acl;

/**
 * Permissions that new files get when modes are not preserved: those of the directory's default
 * access control list, or what the umask leaves where it has none.
 */
public final class NewFileBits {
  private static final byte[] HERE = {'.'};

  private final Session session;
  private final Tree tree;
  private byte[] latest = {};
  private boolean known;
  private int bits;
  private int errno;

  public NewFileBits(Session session, Tree tree) {
    this.session = session;
    this.tree = tree;
  }

  /**
   * Looks at the directory of a path that is worked on next, and warns, once while paths of that
   * directory follow each other, if its list cannot be read.
   */
  public void enter(byte[] path) {
    if (!moveTo(path) || errno == 0 || isWithoutLists()) {
      return;
    }
    session
        .message(MessageCode.WARNING)
        .text("default_perms_for_dir: sys_acl_get_file(")
        .name(latest.length == 0 ? HERE : Arrays.copyOf(latest, latest.length - 1))
        .text(", ACL_TYPE_DEFAULT): ")
        .text(Errno.message(errno))
        .text(", falling back on umask\n")
        .send();
  }

  /** Whether it is no wonder: there are no lists, or no directories yet. */
  private boolean isWithoutLists() {
    return switch (errno) {
      case Errno.EINVAL, Errno.EOPNOTSUPP, Errno.ENOSYS -> true;
      case Errno.ENOENT -> session.options().dryRun;
      default -> false;
    };
  }

  /** The permissions for a path. Files of a directory come together, so one answer is kept. */
  public int of(byte[] path) {
    boolean _ = moveTo(path);
    return bits;
  }

  /** Looks at the directory of a path, and says whether it is another than before. */
  private boolean moveTo(byte[] path) {
    int length = path.length;
    while (length > 0 && path[length - 1] != '/') {
      length--;
    }
    if (known && Arrays.equals(path, 0, length, latest, 0, latest.length)) {
      return false;
    }
    latest = Arrays.copyOf(path, length);
    bits = read(length == 0 ? HERE : Arrays.copyOf(path, length - 1));
    known = true;
    return true;
  }

  private int read(byte[] directory) {
    byte[] value;
    errno = 0;
    try {
      value = tree.getXattr(directory, AclStore.Kind.DEFAULT.attribute(false));
    } catch (PosixException e) {
      errno = e.errno();
      return session.newFileBits(); // No lists here, or no directory yet.
    }
    Acl acl = value == null ? null : AclBytes.ofSystem(value);
    if (acl == null || acl.owner() == Acl.NONE) {
      return session.newFileBits();
    }
    int group = acl.mask() == Acl.NONE ? acl.group() : acl.mask();
    return acl.owner() << 6 | group << 3 | acl.other();
  }
}
