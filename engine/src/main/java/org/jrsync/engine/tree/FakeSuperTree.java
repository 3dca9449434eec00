package org.jrsync.engine.tree;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jrsync.posix.DirectorySnapshot;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/**
 * A tree in which anybody can do what otherwise only root can: {@code --fake-super}. Owners,
 * special modes and the numbers of devices are kept in the extended attribute {@code
 * user.rsync.%stat}; devices, FIFOs and symbolic links are plain files, the latter with the target
 * as their content.
 */
final class FakeSuperTree extends TreeView {
  private static final byte[] STAT = "user.rsync.%stat".getBytes(US_ASCII);
  private static final int PERMISSIONS = 0777;
  private static final int MODE_BITS = FileMode.TYPE_MASK | 07777;
  private static final int MAX_TARGET = 4096;
  private static final int LINK = 0120777;

  /** Longest value that is looked at, in bytes. */
  private static final int MAX_VALUE = 255;

  private final boolean sender;
  private volatile AttributeFaults faults = AttributeFaults.SILENT;

  /**
   * @param sender whether files are sent from here: then real links are shown as they are, while a
   *     receiver replaces them
   */
  FakeSuperTree(Tree tree, boolean sender) {
    super(tree);
    this.sender = sender;
  }

  @Override
  Tree over(Tree other) {
    return new FakeSuperTree(other, sender);
  }

  /** What the attribute says of a file. */
  private record Stored(int mode, int major, int minor, int uid, int gid) {
    /** The form of the attribute: type and mode in octal, device number, owner and group. */
    byte[] toBytes() {
      String text =
          Integer.toOctalString(mode)
              + " "
              + Integer.toUnsignedString(major)
              + ","
              + Integer.toUnsignedString(minor)
              + " "
              + Integer.toUnsignedString(uid)
              + ":"
              + Integer.toUnsignedString(gid);
      return text.getBytes(US_ASCII);
    }

    static Stored parse(byte[] path, byte[] value, AttributeFaults faults) {
      String text = new String(value, ISO_8859_1);
      String[] words = text.trim().split("[ ,:]+", -1);
      try {
        if (words.length == 5) {
          return new Stored(
              Integer.parseUnsignedInt(words[0], 8) & MODE_BITS,
              number(words[1]),
              number(words[2]),
              number(words[3]),
              number(words[4]));
        }
      } catch (NumberFormatException e) {
        throw corrupt(faults.shown(path), text, e);
      }
      throw corrupt(faults.shown(path), text, null);
    }

    private static int number(String digits) {
      return (int) Long.parseLong(digits);
    }

    private static RsyncException corrupt(byte[] shown, String text, @Nullable Exception cause) {
      return new RsyncException(
          ExitCode.FILE_IO,
          "Corrupt user.rsync.%stat xattr attached to "
              + new String(shown, ISO_8859_1)
              + ": \""
              + text
              + "\"",
          cause);
    }
  }

  @Override
  public void tellFaults(AttributeFaults told) {
    faults = told;
    super.tellFaults(told);
  }

  private @Nullable Stored stored(byte[] path, int realMode) {
    if (FileMode.isDevice(realMode) || FileMode.isSpecial(realMode)) {
      return null;
    }
    byte[] value;
    try {
      value = tree.getXattr(path, STAT);
    } catch (PosixException e) {
      // Without attributes a file is what the system says.
      if (e.errno() != Errno.EOPNOTSUPP) {
        faults.unreadable(path, e.errno());
      }
      return null;
    }
    if (value != null && value.length > MAX_VALUE) {
      faults.unreadable(path, Errno.ERANGE);
      return null;
    }
    return value == null ? null : Stored.parse(path, value, faults);
  }

  private void fold(byte[] path, FileStat stat) {
    Stored known = stored(path, stat.mode());
    if (known != null) {
      stat.pretend(known.mode, known.uid, known.gid, known.major, known.minor);
    }
  }

  @Override
  public int lstat(byte[] path, FileStat stat) {
    int errno = tree.lstat(path, stat);
    if (errno == 0) {
      fold(path, stat);
    }
    return errno;
  }

  @Override
  public int stat(byte[] path, FileStat stat) {
    int errno = tree.stat(path, stat);
    if (errno == 0) {
      fold(path, stat);
    }
    return errno;
  }

  @Override
  public DirectorySnapshot list(byte[] path, boolean followLast, boolean noAtime) {
    DirectorySnapshot plain = tree.list(path, followLast, noAtime);
    boolean top = path.length == 0 || (path.length == 1 && path[0] == '.');
    FileStat stat = new FileStat();
    return plain.adjusted((index, change) -> {
      byte[] name = plain.name(index);
      byte[] whole = name;
      if (!top) {
        whole = Arrays.copyOf(path, path.length + 1 + name.length);
        whole[path.length] = '/';
        System.arraycopy(name, 0, whole, path.length + 1, name.length);
      }
      Stored known = stored(whole, plain.mode(index));
      if (known != null) {
        stat.pretend(known.mode, known.uid, known.gid, known.major, known.minor);
        change.to(stat);
      }
    });
  }

  @Override
  public byte[] readLink(byte[] path) {
    try (FileHandle file = tree.openRead(path, false, false)) {
      byte[] target = new byte[MAX_TARGET];
      return Arrays.copyOf(target, Math.max(0, file.preadFully(target, 0, MAX_TARGET, 0)));
    } catch (PosixException e) {
      if (e.errno() != Errno.ELOOP) {
        throw e;
      }
      return sender ? tree.readLink(path) : new byte[0];
    }
  }

  @Override
  public FileHandle create(byte[] path, int mode) {
    return tree.create(path, mode | 0600);
  }

  @Override
  public void mkdir(byte[] path, int mode) {
    tree.mkdir(path, mode | 0700);
  }

  @Override
  public void mknod(byte[] path, int mode, int major, int minor) {
    tree.create(path, 0600).close();
    FileStat real = real(path);
    boolean device = FileMode.isDevice(mode);
    Stored wanted =
        new Stored(mode, device ? major : 0, device ? minor : 0, real.uid(), real.gid());
    store(path, real, wanted);
  }

  @Override
  public void symlink(byte[] target, byte[] path) {
    try (FileHandle file = tree.create(path, 0600)) {
      file.pwrite(target, 0, target.length, 0);
    }
    FileStat real = real(path);
    store(path, real, new Stored(LINK, 0, 0, real.uid(), real.gid()));
  }

  @Override
  public void chmod(byte[] path, int mode) {
    FileStat real = real(path);
    Stored now = now(path, real);
    int type = now.mode & FileMode.TYPE_MASK;
    store(path, real, new Stored(type | (mode & 07777), now.major, now.minor, now.uid, now.gid));
  }

  @Override
  public void chown(byte[] path, int uid, int gid) {
    FileStat real = real(path);
    Stored now = now(path, real);
    store(
        path,
        real,
        new Stored(
            now.mode, now.major, now.minor, uid == -1 ? now.uid : uid, gid == -1 ? now.gid : gid));
  }

  private FileStat real(byte[] path) {
    FileStat stat = new FileStat();
    int errno = tree.lstat(path, stat);
    if (errno != 0) {
      throw new PosixException(errno, "lstat");
    }
    return stat;
  }

  private Stored now(byte[] path, FileStat real) {
    Stored known = stored(path, real.mode());
    return known != null
        ? known
        : new Stored(
            real.mode() & MODE_BITS,
            FileMode.isDevice(real.mode()) ? real.rdevMajor() : 0,
            FileMode.isDevice(real.mode()) ? real.rdevMinor() : 0,
            real.uid(),
            real.gid());
  }

  /** Keeps what is wanted; the attribute goes where the file itself says the same. */
  private void store(byte[] path, FileStat real, Stored wanted) {
    if (FileMode.isSymlink(real.mode())) {
      return; // Links cannot have attributes of users.
    }
    // No special bits, and all access for the owner, who has to work with it.
    int plain =
        (real.mode() & FileMode.TYPE_MASK)
            | (wanted.mode & PERMISSIONS)
            | (real.isDirectory() ? 0700 : 0600);
    if ((real.mode() & MODE_BITS) != plain) {
      tree.chmod(path, plain & 07777);
    }
    boolean same = plain == wanted.mode && real.uid() == wanted.uid && real.gid() == wanted.gid;
    byte[] before = tree.getXattr(path, STAT);
    if (!same) {
      byte[] value = wanted.toBytes();
      if (!Arrays.equals(value, before)) {
        tree.setXattr(path, STAT, value);
      }
    } else if (before != null) {
      tree.removeXattr(path, STAT);
    }
  }
}
