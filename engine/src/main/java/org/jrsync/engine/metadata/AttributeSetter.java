package org.jrsync.engine.metadata;

import org.jrsync.engine.Session;
import org.jrsync.engine.options.Debug;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.report.ChmodSpec;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.FileTime;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.Umask;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.Role;
import org.jrsync.wire.flist.EntryFlags;
import org.jrsync.wire.flist.FileEntry;
import org.jspecify.annotations.Nullable;

/**
 * Gives an entry of the destination the owner, times and mode of the file list, changing only what
 * differs. Failures are reported and remembered as transfer errors; they never end the transfer.
 */
public final class AttributeSetter {
  /** Report the name as updated or up to date, as {@code -vv} without {@code -i} does. */
  public static final int REPORT = 1;

  /** Leave the times alone: the data is not what the file list says. */
  public static final int SKIP_TIMES = 2;

  /** Set the time exactly, whatever {@code --modify-window} tolerates. */
  public static final int ACCURATE_TIME = 4;

  /** Something was changed that makes the time wrong, whatever it is. */
  private static final int CHANGED = 8;

  private static final AclSetter.Here NO_ACLS = new AclSetter.Here(null, null);

  private final Session session;
  private final Options options;
  private final Tree tree;
  private final @Nullable ChmodSpec moduleChmod;
  private final FileStat scratch = new FileStat();
  private final @Nullable AclSetter acls;
  private final @Nullable XattrSetter xattrs;

  public AttributeSetter(Session session, Tree tree) {
    this.session = session;
    this.options = session.options();
    this.tree = tree;
    this.acls = options.attributes.acls() ? new AclSetter(session) : null;
    this.xattrs =
        options.attributes.xattrs() > 0 && session.role() == Role.RECEIVER
            ? new XattrSetter(session)
            : null;
    String rules = options.moduleRules.chmod();
    this.moduleChmod = rules == null ? null : ChmodSpec.parse(rules, Umask.read());
  }

  /** What {@link #apply} did. */
  public enum Outcome {
    /** Everything was right already. */
    UNCHANGED,
    /** Something was set. */
    UPDATED,
    /** Something could not be set; it has been reported. */
    FAILED
  }

  /**
   * Sets what differs.
   *
   * @param path the entry, which need not have its final name yet
   * @param entry what the file list says
   * @param mode the mode to set, type bits included
   * @param current its present state, null to look
   * @param flags of {@link #REPORT}, {@link #SKIP_TIMES}, {@link #ACCURATE_TIME}
   */
  public Outcome apply(
      byte[] path, FileEntry entry, int mode, @Nullable FileStat current, int flags) {
    FileStat now = current;
    if (now == null) {
      if (options.dryRun) {
        return Outcome.UPDATED;
      }
      int errno = tree.lstat(path, scratch);
      if (errno != 0) {
        session.fail("stat ", path, " failed", errno);
        return Outcome.FAILED;
      }
      now = scratch;
    }
    AclSetter lists = FileMode.isSymlink(entry.mode) ? null : acls;
    AclSetter.Here here = lists == null ? NO_ACLS : lists.read(tree, path, now.mode());
    boolean updated;
    try {
      int wanted = current == null && !options.perms ? inheritSetgid(mode, now) : mode;
      updated = setOwner(path, entry, now);
      int times = setXattrs(path, entry, now) ? flags | CHANGED : flags;
      updated |= setTimes(path, entry, now, times);
      int target = underModule(wanted);
      int known = lists == null ? -1 : lists.apply(tree, path, entry, here, now.mode(), target);
      if (known >= 0) {
        updated = true;
        now.pretend(known, now.uid(), now.gid(), now.rdevMajor(), now.rdevMinor());
      }
      updated |= setMode(path, target, now);
    } catch (StepFailure e) {
      return Outcome.FAILED;
    }
    if ((flags & REPORT) != 0 && options.info(Info.NAME) >= 2) {
      session.message(MessageCode.CLIENT).name(path).text(updated ? "\n" : " is uptodate\n").send();
    }
    return updated ? Outcome.UPDATED : Outcome.UNCHANGED;
  }

  /** A new directory below a set-group-id one has got that bit, and keeps it. */
  private static int inheritSetgid(int mode, FileStat now) {
    return FileMode.isDirectory(mode) ? mode | (now.mode() & FileMode.SET_GID) : mode;
  }

  /** The module's rules hold even where permissions are not preserved. */
  private int underModule(int mode) {
    return moduleChmod == null || FileMode.isSymlink(mode) ? mode : moduleChmod.apply(mode);
  }

  /** Whether what is preserved of the permissions differs. */
  public boolean modeDiffers(FileEntry entry, FileStat now) {
    if (entry.isSymlink()) {
      return false; // Linux keeps no mode for a symlink.
    }
    if (options.perms) {
      return ((now.mode() ^ entry.mode) & Modes.CHMOD_BITS) != 0;
    }
    return options.attributes.executability() && Modes.executabilityDiffers(now.mode(), entry.mode);
  }

  /** Whether the access time differs and is preserved. */
  public boolean accessTimeDiffers(FileEntry entry, FileStat now) {
    return options.attributes.atimes() > 0
        && !entry.isDirectory()
        && !Times.same(options.modifyWindow, entry.atime, 0, now.atimeSeconds(), 0);
  }

  /** Whether owner or group would be changed. */
  public boolean ownershipDiffers(FileEntry entry, FileStat now) {
    return uidDiffers(entry, now) || gidDiffers(entry, now);
  }

  /** Whether the owner would be changed. */
  public boolean uidDiffers(FileEntry entry, FileStat now) {
    return options.owner && session.privileged() && now.uid() != entry.uid;
  }

  /** Whether the group would be changed. */
  public boolean gidDiffers(FileEntry entry, FileStat now) {
    return options.group && !entry.has(EntryFlags.SKIP_GROUP) && now.gid() != entry.gid;
  }

  /**
   * Takes over what a file at the destination has of the extended attributes that an entry is to
   * get; on the receiver, before anything there is changed.
   */
  public void learnXattrs(FileEntry entry, Tree from, byte[] path) {
    if (xattrs != null) {
      xattrs.learn(entry, from, path);
    }
  }

  /** Gives a copy of a file its extended attributes, as far as they take part in the transfer. */
  public void copyXattrs(Tree from, byte[] path, byte[] copy) {
    if (options.attributes.xattrs() > 0) {
      new XattrReader(session, new XattrNames(session)).copy(from, path, tree, copy);
    }
  }

  private boolean setXattrs(byte[] path, FileEntry entry, FileStat now) {
    return xattrs != null && !options.dryRun && xattrs.apply(tree, path, entry, now);
  }

  private boolean setOwner(byte[] path, FileEntry entry, FileStat now) {
    boolean uid = uidDiffers(entry, now);
    boolean gid = gidDiffers(entry, now);
    if (!uid && !gid) {
      return false;
    }
    reportOwner(path, entry, now, uid, gid);
    if (options.dryRun) {
      return true;
    }
    try {
      tree.chown(path, uid ? entry.uid : now.uid(), gid ? entry.gid : now.gid());
    } catch (PosixException e) {
      session.fail(uid ? "chown " : "chgrp ", path, " failed", e.errno());
      throw new StepFailure();
    }
    // chown clears the set-id bits.
    if ((now.mode() & (FileMode.SET_UID | FileMode.SET_GID)) != 0) {
      tree.lstat(path, now);
    }
    return true;
  }

  private void reportOwner(byte[] path, FileEntry entry, FileStat now, boolean uid, boolean gid) {
    if (options.debug(Debug.OWN) < 1) {
      return;
    }
    if (uid) {
      session
          .message(MessageCode.INFO)
          .text("set uid of ")
          .name(path)
          .text(" from ")
          .number(now.uid() & 0xffffffffL)
          .text(" to ")
          .number(entry.uid & 0xffffffffL)
          .text("\n")
          .send();
    }
    if (gid) {
      session
          .message(MessageCode.INFO)
          .text("set gid of ")
          .name(path)
          .text(" from ")
          .number(now.gid() & 0xffffffffL)
          .text(" to ")
          .number(entry.gid & 0xffffffffL)
          .text("\n")
          .send();
    }
  }

  private boolean setTimes(byte[] path, FileEntry entry, FileStat now, int flags) {
    boolean modified =
        options.keepsTime(entry.mode)
            && (flags & SKIP_TIMES) == 0
            && ((flags & CHANGED) != 0 || !sameTime(entry, now, flags));
    boolean accessed = setsAccessTime(entry, now, flags);
    if (!modified && !accessed) {
      return false;
    }
    if (options.dryRun) {
      return true;
    }
    try {
      tree.setTimes(
          path,
          entry.atime,
          accessed ? 0 : FileTime.OMIT,
          entry.mtime,
          modified ? entry.mtimeNanos : FileTime.OMIT);
    } catch (PosixException e) {
      session.fail("failed to set times on ", path, "", e.errno());
      throw new StepFailure();
    }
    return true;
  }

  private boolean setsAccessTime(FileEntry entry, FileStat now, int flags) {
    boolean preserved =
        options.attributes.atimes() > 0
            && !FileMode.isDirectory(now.mode())
            && !(options.omitLinkTimes && FileMode.isSymlink(now.mode()));
    return preserved
        && (flags & SKIP_TIMES) == 0
        && ((flags & ACCURATE_TIME) != 0 || accessTimeDiffers(entry, now));
  }

  private boolean sameTime(FileEntry entry, FileStat now, int flags) {
    int window = (flags & ACCURATE_TIME) != 0 ? -1 : options.modifyWindow;
    return Times.same(window, entry.mtime, entry.mtimeNanos, now.mtimeSeconds(), now.mtimeNanos());
  }

  private boolean setMode(byte[] path, int mode, FileStat now) {
    boolean differs = ((now.mode() ^ mode) & Modes.CHMOD_BITS) != 0;
    // What a pretended super-user finds may still have to be put into its form.
    if (!differs && (options.dryRun || !options.attributes.superUser().isFake())) {
      return false;
    }
    if (FileMode.isSymlink(now.mode())) {
      return false; // Linux keeps no mode for a symlink.
    }
    if (options.dryRun) {
      return true;
    }
    try {
      tree.chmod(path, mode & Modes.CHMOD_BITS);
    } catch (PosixException e) {
      session.fail("failed to set permissions on ", path, "", e.errno());
      throw new StepFailure();
    }
    return differs;
  }

  /** One attribute failed and was reported; the rest is left as it is. */
  private static final class StepFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    StepFailure() {
      super(null, null, false, false);
    }
  }
}
