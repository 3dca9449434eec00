package org.jrsync.engine.metadata;

import java.util.Arrays;
import org.jrsync.engine.Session;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.flist.Acl;

/**
 * Permissions that new files get when modes are not preserved: those of the directory's default
 * access control list, or what the umask leaves where it has none.
 */
public final class NewFileBits {
  private final Session session;
  private final Tree tree;
  private byte[] latest = {};
  private boolean known;
  private int bits;

  public NewFileBits(Session session, Tree tree) {
    this.session = session;
    this.tree = tree;
  }

  /** The permissions for a path. Files of a directory come together, so one answer is kept. */
  public int of(byte[] path) {
    int length = path.length;
    while (length > 0 && path[length - 1] != '/') {
      length--;
    }
    if (!known || !Arrays.equals(path, 0, length, latest, 0, latest.length)) {
      latest = Arrays.copyOf(path, length);
      bits = read(length == 0 ? new byte[] {'.'} : Arrays.copyOf(path, length - 1));
      known = true;
    }
    return bits;
  }

  private int read(byte[] directory) {
    byte[] value;
    try {
      value = tree.getXattr(directory, AclStore.Kind.DEFAULT.attribute(false));
    } catch (PosixException e) {
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
