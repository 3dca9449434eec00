package org.jrsync.engine.metadata;

import java.util.Arrays;
import org.jrsync.engine.Session;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.flist.FileEntry;
import org.jrsync.wire.flist.SharedList;
import org.jrsync.wire.flist.XattrSet;

/** Gives files the extended attributes of the list. Belongs to the receiver's thread. */
final class XattrSetter {
  private static final int OWNER_WRITE = 0200;

  private final Session session;
  private final XattrNames names;
  private final XattrReader reader;
  private final SharedList<XattrSet> sets;

  XattrSetter(Session session) {
    this.session = session;
    this.names = new XattrNames(session);
    this.reader = new XattrReader(session, names);
    this.sets = session.attributeLists().xattrs();
  }

  /**
   * Takes over long values that the file at the destination has already, which the generator has
   * not asked for.
   */
  void learn(FileEntry entry, Tree tree, byte[] path) {
    if (entry.xattrs < 0) {
      return;
    }
    XattrSet set = sets.get(entry.xattrs);
    for (int i = 0; i < set.size(); i++) {
      if (set.value(i) == null) {
        learn(set, i, tree, path);
      }
    }
  }

  private void learn(XattrSet set, int index, Tree tree, byte[] path) {
    XattrSet.Item item = set.item(index);
    byte[] value;
    try {
      value = tree.getXattr(path, item.name());
    } catch (PosixException e) {
      return; // Without a value here the sender's is wanted, and it is missed where that fails.
    }
    if (value != null
        && value.length == item.length()
        && Arrays.equals(reader.digestOf(value), item.value())) {
      sets.reserve(value.length);
      set.keep(index, value);
    }
  }

  /**
   * Sets the attributes and removes others. Failures are reported.
   *
   * @param now what the file is at present, which is looked at again where its mode may have
   *     changed
   * @return whether anything was set or removed
   */
  boolean apply(Tree tree, byte[] path, FileEntry entry, FileStat now) {
    if (entry.xattrs < 0) {
      return false;
    }
    boolean opened =
        !session.privileged()
            && !FileMode.isSymlink(now.mode())
            && (now.mode() & OWNER_WRITE) == 0
            && chmod(tree, path, now.mode() | OWNER_WRITE);
    XattrSet set = sets.get(entry.xattrs);
    boolean changed = apply(tree, path, set);
    if (opened) {
      chmod(tree, path, now.mode());
    }
    if (changed && touchesMode(set)) {
      tree.lstat(path, now);
    }
    return changed;
  }

  private static boolean chmod(Tree tree, byte[] path, int mode) {
    try {
      tree.chmod(path, mode & Modes.CHMOD_BITS);
      return true;
    } catch (PosixException e) {
      return false; // The attributes' own failure tells.
    }
  }

  private boolean apply(Tree tree, byte[] path, XattrSet set) {
    byte[][] before;
    try {
      before = tree.listXattrs(path);
    } catch (PosixException e) {
      before = new byte[0][];
    }
    boolean changed = false;
    for (int i = 0; i < set.size(); i++) {
      byte[] name = set.item(i).name();
      byte[] value = set.value(i);
      if (value == null) {
        session
            .message(MessageCode.ERROR)
            .text("Missing abbreviated xattr value, ")
            .name(name)
            .text(", for ")
            .full(path)
            .text("\n")
            .send();
        continue;
      }
      changed |= attempt("lsetxattr", path, name, () -> tree.setXattr(path, name, value));
    }
    for (byte[] name : before) {
      if (names.isRemoved(name) && set.indexOf(name) < 0) {
        changed |= attempt("lremovexattr", path, name, () -> tree.removeXattr(path, name));
      }
    }
    return changed;
  }

  private static boolean touchesMode(XattrSet set) {
    for (int i = 0; i < set.size(); i++) {
      if (XattrNames.touchesMode(set.item(i).name())) {
        return true;
      }
    }
    return false;
  }

  private boolean attempt(String call, byte[] path, byte[] name, Runnable change) {
    try {
      change.run();
      return true;
    } catch (PosixException e) {
      session
          .systemError(MessageCode.ERROR_XFER)
          .text("rsync_xal_set: ")
          .text(call)
          .text("(")
          .full(path)
          .text(",\"")
          .name(name)
          .text("\") failed")
          .errno(e.errno())
          .send();
      return false;
    }
  }
}
