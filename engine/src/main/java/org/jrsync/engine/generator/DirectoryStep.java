package org.jrsync.engine.generator;

import org.jrsync.engine.ItemFlags;
import org.jrsync.engine.Session;
import org.jrsync.engine.basis.BasisFile;
import org.jrsync.engine.metadata.AttributeSetter;
import org.jrsync.engine.metadata.Modes;
import org.jrsync.engine.metadata.NewFileBits;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileTime;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.flist.EntryFlags;
import org.jspecify.annotations.Nullable;

/** Makes directories and gives them their attributes; finishes them when their content is done. */
final class DirectoryStep {
  private static final byte[] NOTHING = {};

  private static final int OWNER_ALL = 0700;

  private final Session session;
  private final Options options;
  private final Tree tree;
  private final KeptLinks kept;
  private final NewFileBits newFileBits;
  private final ItemWriter items;
  private final AttributeSetter attributes;
  private final QuickCheck check;
  private final Deleter deleter;
  private final @Nullable AlternateNodes alternates;

  /** What a further directory has in the place of the one that is made. */
  private @Nullable BasisFile similar;

  private final DirectoryStates states = new DirectoryStates();
  private final MadeNames made;
  private final boolean tweaking;

  DirectoryStep(
      Session session,
      Tree tree,
      ItemWriter items,
      AttributeSetter attributes,
      QuickCheck check,
      Deleter deleter,
      @Nullable AlternateNodes alternates,
      MadeNames made,
      boolean tweaking) {
    this.session = session;
    this.options = session.options();
    this.tree = tree;
    this.kept = new KeptLinks(options, tree);
    this.newFileBits = new NewFileBits(session, tree);
    this.items = items;
    this.attributes = attributes;
    this.check = check;
    this.deleter = deleter;
    this.alternates = alternates;
    this.made = made;
    this.tweaking = tweaking;
  }

  DirectoryStates states() {
    return states;
  }

  /**
   * Makes a missing directory while its parent is worked on, so that the parent's time can be set
   * when its own content is done; all else waits until the directory's own part of the list comes.
   */
  void early(Candidate c, int directory) {
    if (!options.keepsTime(c.entry.mode) || skipsImplied(c) || c.sameType()) {
      return;
    }
    if (c.exists() && !deleter.makeRoom(c.path, c.stat, Deleter.Reason.DIRECTORY)) {
      return;
    }
    if (options.dryRun) {
      states.markCreated(directory);
      return;
    }
    try {
      tree.mkdir(c.path, c.entry.mode & OWNER_ALL);
      states.markCreated(directory);
    } catch (PosixException e) {
      // The full step will report it.
      return;
    }
  }

  /**
   * Makes a directory and sets its attributes.
   *
   * @return whether entries can be made in it; false when it failed, which has been reported
   */
  boolean full(Candidate c, int directory) {
    if (skipsImplied(c)) {
      return true;
    }
    boolean there = c.exists();
    if (there && !FileMode.isDirectory(c.stat.mode())) {
      if (!deleter.makeRoom(c.path, c.stat, Deleter.Reason.DIRECTORY)) {
        return skipContents(directory);
      }
      there = false;
    }
    if (options.dryRun && !there) {
      states.markMissing(directory);
    }
    boolean known = there && !states.isCreated(directory);
    if (!options.perms) {
      c.mode =
          Modes.withoutPerms(
              c.entry.mode,
              there ? c.stat.mode() : 0,
              newFileBits.of(c.path),
              known,
              options.attributes.executability());
    }
    similar = null;
    boolean told = mention(c, known);
    if (!there && !options.dryRun && !make(c)) {
      return skipContents(directory);
    }
    BasisFile other = similar;
    if (other != null && !options.dryRun) {
      attributes.copyXattrs(other.tree(), other.path(), c.path);
    }
    setAttributes(c, known, told);
    openToOwner(c, directory);
    return true;
  }

  /**
   * Tells of a directory; of a new one as a change of that which a further directory has in its
   * place.
   *
   * @return false if that is the same, so that it is no change at all
   */
  private boolean mention(Candidate c, boolean known) {
    if (known) {
      items.mention(c.ndx, c.entry, true, c.stat, items.attributeFlags(c, true), null);
      return true;
    }
    AlternateNodes.Outcome other =
        alternates == null ? AlternateNodes.Outcome.NOTHING : alternates.look(c);
    if (alternates != null && other != AlternateNodes.Outcome.NOTHING) {
      similar = alternates.file(c);
    }
    if (alternates != null && other == AlternateNodes.Outcome.SIMILAR) {
      int differs = items.attributeFlags(c, alternates.file(c), alternates.stat());
      items.mention(
          c.ndx, c.entry, true, alternates.stat(), ItemFlags.LOCAL_CHANGE | differs, null);
    } else if (other == AlternateNodes.Outcome.NOTHING) {
      int differs = items.attributeFlags(c, false);
      items.mention(c.ndx, c.entry, false, c.stat, ItemFlags.LOCAL_CHANGE | differs, null);
    } else {
      return false;
    }
    return true;
  }

  private boolean skipsImplied(Candidate c) {
    return !options.impliedDirs && c.entry.has(EntryFlags.IMPLIED_DIR);
  }

  private boolean skipContents(int directory) {
    session
        .message(MessageCode.ERROR)
        .text("*** Skipping any contents from this failed directory ***\n")
        .send();
    states.markMissing(directory);
    return false;
  }

  private boolean make(Candidate c) {
    int errno = tryMake(c.path, c.mode);
    if (errno == Errno.ENOENT && options.relative) {
      errno = makeParents(c.path);
      if (errno == 0) {
        errno = tryMake(c.path, c.mode);
      }
    }
    if (errno == 0 || errno == Errno.EEXIST) {
      return true;
    }
    session.fail("recv_generator: mkdir ", c.path, " failed", KeptLinks.shown(errno));
    return false;
  }

  private int tryMake(byte[] path, int mode) {
    try {
      tree.mkdir(path, mode & Modes.CHMOD_BITS);
      return 0;
    } catch (PosixException e) {
      return e.errno();
    }
  }

  /**
   * Makes the directories above a path that are missing.
   *
   * @return 0, or why one of them could not be made
   */
  int makeParents(byte[] path) {
    for (int i = 1; i < path.length; i++) {
      if (path[i] == '/') {
        int errno = tryMake(java.util.Arrays.copyOf(path, i), Modes.ACCESS_BITS);
        if (errno != 0 && errno != Errno.EEXIST) {
          return errno;
        }
      }
    }
    return 0;
  }

  /** A directory that was made just now keeps the set-group-id bit that its parent gave it. */
  private void setAttributes(Candidate c, boolean known, boolean told) {
    AttributeSetter.Outcome outcome =
        attributes.apply(c.path, c.entry, c.mode, known ? c.stat : null, 0);
    if (told && outcome == AttributeSetter.Outcome.UPDATED) {
      made.tell(c.path, "/", NOTHING);
    }
  }

  /** An unprivileged user needs write and search permission while entries are made inside. */
  private void openToOwner(Candidate c, int directory) {
    if (session.privileged() || !tweaking || (c.mode & OWNER_ALL) == OWNER_ALL) {
      return;
    }
    try {
      tree.chmod(c.path, (c.mode | OWNER_ALL) & Modes.CHMOD_BITS);
      states.restoreMode(directory, c.mode);
    } catch (PosixException e) {
      session.fail("failed to modify permissions on ", c.path, "", e.errno());
    }
  }

  /** Gives a directory its mode and time again, once nothing more is made inside. */
  void finish(Candidate c, int directory) {
    if (!tweaking || skipsImplied(c) || states.isMissing(directory)) {
      return;
    }
    int mode = states.takeMode(directory);
    if (mode != 0) {
      try {
        tree.chmod(c.path, mode & Modes.CHMOD_BITS);
      } catch (PosixException e) {
        session.fail("failed to set permissions on ", c.path, "", e.errno());
      }
    }
    if (options.keepsTime(c.entry.mode)
        && kept.look(c.path, c.stat) == 0
        && FileMode.isDirectory(c.stat.mode())
        && check.timeDiffers(c.entry, c.stat)) {
      try {
        tree.setTimes(c.path, 0, FileTime.OMIT, c.entry.mtime, c.entry.mtimeNanos);
      } catch (PosixException e) {
        // It has been told when the directory was worked on.
        return;
      }
    }
  }
}
