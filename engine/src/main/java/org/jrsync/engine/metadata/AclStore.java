package org.jrsync.engine.metadata;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.function.Supplier;
import org.jrsync.engine.Session;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.flist.Acl;
import org.jspecify.annotations.Nullable;

/** Access control lists of files: the system's, or those that {@code --fake-super} stores. */
public final class AclStore {
  private static final byte[] SYSTEM_ACCESS = "system.posix_acl_access".getBytes(US_ASCII);
  private static final byte[] SYSTEM_DEFAULT = "system.posix_acl_default".getBytes(US_ASCII);

  private final Session session;
  private final Options options;
  private final boolean fake;

  public AclStore(Session session) {
    this.session = session;
    this.options = session.options();
    this.fake = session.fakeSuper();
  }

  /** The two kinds of lists. */
  public enum Kind {
    ACCESS,
    DEFAULT;

    String shown() {
      return "ACL_TYPE_" + name();
    }

    byte[] attribute(boolean fake) {
      return this == ACCESS
          ? fake ? XattrNames.ACCESS_ACL : SYSTEM_ACCESS
          : fake ? XattrNames.DEFAULT_ACL : SYSTEM_DEFAULT;
    }
  }

  /** The list that says no more than a mode. */
  private static Acl ofMode(int mode) {
    return Acl.EMPTY.with(mode >> 6 & 7, mode >> 3 & 7, Acl.NONE, mode & 7);
  }

  /**
   * The access list of a file, which is that of its mode where it has none.
   *
   * @return null where it could not be read, which has been reported
   */
  public @Nullable Acl access(Tree tree, byte[] path, int mode, Supplier<byte[]> shown) {
    boolean none =
        FileMode.isSymlink(mode)
            || (FileMode.isSpecial(mode) && !options.specials)
            || (FileMode.isDevice(mode) && !options.devices);
    return none ? Acl.EMPTY : read(tree, path, mode, Kind.ACCESS, shown);
  }

  /** A directory's default list, empty where it has none; null after a failure, as above. */
  public @Nullable Acl standard(Tree tree, byte[] path, int mode, Supplier<byte[]> shown) {
    return read(tree, path, mode, Kind.DEFAULT, shown);
  }

  private @Nullable Acl read(Tree tree, byte[] path, int mode, Kind kind, Supplier<byte[]> shown) {
    Acl absent = kind == Kind.DEFAULT || fake ? Acl.EMPTY : ofMode(mode);
    byte[] value;
    try {
      value = tree.getXattr(path, kind.attribute(fake));
    } catch (PosixException e) {
      if (fake || isUnsupported(e.errno())) {
        return absent;
      }
      report(kind, shown, e.errno());
      return null;
    }
    if (value == null) {
      return absent;
    }
    Acl acl = fake ? AclBytes.ofStored(value, mode) : AclBytes.ofSystem(value);
    if (acl == null && !fake) {
      report(kind, shown, Errno.EINVAL);
    }
    return acl;
  }

  private void report(Kind kind, Supplier<byte[]> shown, int errno) {
    session
        .systemError(MessageCode.ERROR_XFER)
        .text("get_acl: sys_acl_get_file(")
        .name(shown.get())
        .text(", ")
        .text(kind.shown())
        .text(")")
        .errno(errno)
        .send();
  }

  private static boolean isUnsupported(int errno) {
    return errno == Errno.EOPNOTSUPP || errno == Errno.ENOSYS || errno == Errno.EINVAL;
  }

  /**
   * What of an access list does not follow from the mode, which is what is sent: the mask and the
   * owning group's part are left out where they are the mode's.
   */
  public static Acl condensed(Acl acl, int mode) {
    int bits = mode >> 3 & 7;
    int group = acl.group();
    int mask = acl.mask();
    if (mask == Acl.NONE || group == bits) {
      group = Acl.NONE;
    }
    if (acl.size() > 0 && mask == bits) {
      mask = Acl.NONE;
    }
    return acl.with(Acl.NONE, group, mask, Acl.NONE);
  }

  /**
   * Whether a file's access list is the wanted one, but for what the mode says.
   *
   * @param here the whole list
   * @param wanted a list that has been condensed
   */
  static boolean sameBeyondMode(Acl here, Acl wanted, int mode) {
    if ((here.mask() == Acl.NONE) != (wanted.mask() == Acl.NONE)) {
      return false;
    }
    if (here.mask() != Acl.NONE) {
      int group = wanted.group() == Acl.NONE ? mode >> 3 & 7 : wanted.group();
      if (here.group() != group) {
        return false;
      }
    }
    return here.sameNames(wanted);
  }

  /**
   * Sets the access list, and with it the permissions of a mode.
   *
   * @param now the file's mode at present
   * @param mode the mode that it is to have
   * @return the mode that it has then
   */
  int setAccess(Tree tree, byte[] path, Acl wanted, int now, int mode) {
    if (fake) {
      tree.setXattr(path, XattrNames.ACCESS_ACL, AclBytes.stored(wanted));
      return now;
    }
    int bits = safeBits(now, mode);
    int group = wanted.group() == Acl.NONE ? bits >> 3 & 7 : wanted.group();
    int mask = wanted.mask() == Acl.NONE ? Acl.NONE : bits >> 3 & 7;
    Acl whole = wanted.with(bits >> 6 & 7, group, mask, bits & 7);
    tree.setXattr(path, SYSTEM_ACCESS, AclBytes.system(whole));
    return (now & ~Modes.ACCESS_BITS) | bits;
  }

  /** Nobody else gets access before a sticky bit is set, or a set-id bit is gone. */
  private static int safeBits(int now, int mode) {
    boolean unsafe =
        FileMode.isDirectory(mode)
            ? (mode & ~now & FileMode.STICKY) != 0
            : (now & ~mode & (FileMode.SET_UID | FileMode.SET_GID)) != 0;
    return mode & (unsafe ? 0700 : Modes.ACCESS_BITS);
  }

  /** Sets a directory's default list, or removes it. */
  void setStandard(Tree tree, byte[] path, Acl wanted) {
    byte[] name = Kind.DEFAULT.attribute(fake);
    if (wanted.owner() != Acl.NONE) {
      tree.setXattr(path, name, fake ? AclBytes.stored(wanted) : AclBytes.system(wanted));
      return;
    }
    try {
      tree.removeXattr(path, name);
    } catch (PosixException e) {
      if (e.errno() != Errno.ENODATA) {
        throw e;
      }
    }
  }
}
