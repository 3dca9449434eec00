package org.jrsync.engine.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jrsync.engine.Session;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.checksum.ChecksumType;
import org.jrsync.wire.checksum.Checksums;
import org.jrsync.wire.checksum.StrongChecksum;
import org.jrsync.wire.flist.XattrCodec;
import org.jrsync.wire.flist.XattrSet;
import org.jspecify.annotations.Nullable;

/** Reads the extended attributes of files as far as they take part in a transfer. */
public final class XattrReader {
  private static final int FIRST_WITH_MD5 = 30;

  /** The size of the list of names that messages tell of, as rsync asks for it at first. */
  private static final int LIST_SIZE = 1024;

  private final Session session;
  private final Options options;
  private final XattrNames names;
  private final StrongChecksum digest;

  public XattrReader(Session session, XattrNames names) {
    this.session = session;
    this.options = session.options();
    this.names = names;
    ChecksumType type =
        session.protocol() >= FIRST_WITH_MD5 ? ChecksumType.MD5 : ChecksumType.MD4_OLD;
    this.digest = Checksums.forTransfer(type, session.negotiated().seed());
  }

  /** Whether files of this type have attributes that count. */
  private boolean reads(int mode) {
    if (FileMode.isSymlink(mode)) {
      return options.links;
    }
    if (FileMode.isSpecial(mode)) {
      return options.specials;
    }
    return !FileMode.isDevice(mode) || options.devices;
  }

  /**
   * The attributes of a file.
   *
   * @param shown the file as messages show it, in quotation marks
   * @return null where they could not be read, which has been reported
   */
  public @Nullable XattrSet read(Tree tree, byte[] path, int mode, Supplier<byte[]> shown) {
    if (!reads(mode)) {
      return XattrSet.EMPTY;
    }
    byte[][] all;
    try {
      all = tree.listXattrs(path);
    } catch (PosixException e) {
      if (e.errno() == Errno.EOPNOTSUPP) {
        return XattrSet.EMPTY;
      }
      session
          .systemError(MessageCode.ERROR_XFER)
          .text("get_xattr_names: llistxattr(")
          .name(shown.get())
          .text(",")
          .number(LIST_SIZE)
          .text(") failed")
          .errno(e.errno())
          .send();
      return null;
    }
    return all.length == 0 ? XattrSet.EMPTY : read(tree, path, all, shown);
  }

  private @Nullable XattrSet read(Tree tree, byte[] path, byte[][] all, Supplier<byte[]> shown) {
    List<XattrSet.Item> items = new ArrayList<>(all.length);
    for (byte[] name : all) {
      if (!names.isRead(name)) {
        continue;
      }
      byte[] value = value(tree, path, name, shown);
      if (value == null) {
        return null;
      }
      items.add(item(name, value, 0));
    }
    items.sort(XattrCodec.BY_NAME);
    XattrSet.Item[] numbered = new XattrSet.Item[items.size()];
    for (int i = 0; i < numbered.length; i++) {
      XattrSet.Item item = items.get(i);
      numbered[i] = new XattrSet.Item(item.name(), item.length(), item.value(), i + 1);
    }
    return new XattrSet(numbered);
  }

  /** Gives another file the same attributes. Failures are reported. */
  void copy(Tree from, byte[] path, Tree to, byte[] target) {
    byte[][] all;
    try {
      all = from.listXattrs(path);
    } catch (PosixException e) {
      return; // A file system without attributes has none to copy.
    }
    for (byte[] name : all) {
      byte[] value = names.isRemoved(name) ? value(from, path, name, () -> path) : null;
      if (value == null) {
        continue;
      }
      try {
        to.setXattr(target, name, value);
      } catch (PosixException e) {
        session
            .systemError(MessageCode.ERROR_XFER)
            .text("copy_xattrs: lsetxattr(")
            .full(target)
            .text(",\"")
            .name(name)
            .text("\") failed")
            .errno(e.errno())
            .send();
      }
    }
  }

  private XattrSet.Item item(byte[] name, byte[] value, int number) {
    boolean whole = value.length <= XattrSet.MAX_SHORT;
    return new XattrSet.Item(name, value.length, whole ? value : digestOf(value), number);
  }

  /** The digest that stands for a long value. */
  byte[] digestOf(byte[] value) {
    byte[] sum = new byte[digest.length()];
    digest.of(value, 0, value.length, sum, 0);
    return sum;
  }

  /** A value; null where it could not be read, which has been reported. */
  public byte @Nullable [] value(Tree tree, byte[] path, byte[] name, Supplier<byte[]> shown) {
    int errno;
    try {
      byte[] value = tree.getXattr(path, name);
      if (value != null) {
        return value;
      }
      errno = Errno.ENODATA;
    } catch (PosixException e) {
      errno = e.errno();
    }
    if (errno != Errno.EOPNOTSUPP) {
      session
          .systemError(MessageCode.ERROR_XFER)
          .text("get_xattr_data: lgetxattr(")
          .name(shown.get())
          .text(",\"")
          .name(name)
          .text("\",0) failed")
          .errno(errno)
          .send();
    }
    return null;
  }
}
