package org.jrsync.engine.generator;

import java.util.Arrays;
import org.jrsync.engine.Session;
import org.jrsync.engine.filter.FilterResult;
import org.jrsync.engine.filter.FilterSide;
import org.jrsync.engine.metadata.Modes;
import org.jrsync.engine.metadata.NewFileBits;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileMode;
import org.jrsync.wire.MessageCode;
import org.jspecify.annotations.Nullable;

/** Looks at one entry of the list and at what is there, and hands it to the step for its type. */
final class EntryStep {
  private final Session session;
  private final Options options;
  private final Tree tree;
  private final NewFileBits newFileBits;
  private final DirectoryStep directories;
  private final NodeStep nodes;
  private final FileStep files;
  private final HardLinkStep hardLinks;
  private final QuickCheck check;
  private final Deleter deleter;
  private final boolean destinationMissing;
  private final KeptLinks kept;

  /** A directory below which nothing is done, because it was refused or could not be made. */
  private byte @Nullable [] skippedDir;

  /** A directory that a dry run would make, so that nothing can be there. */
  private byte @Nullable [] dryMissingDir;

  EntryStep(
      Session session,
      Tree tree,
      DirectoryStep directories,
      NodeStep nodes,
      FileStep files,
      HardLinkStep hardLinks,
      QuickCheck check,
      Deleter deleter,
      boolean destinationMissing) {
    this.session = session;
    this.options = session.options();
    this.tree = tree;
    this.newFileBits = new NewFileBits(session, tree);
    this.directories = directories;
    this.nodes = nodes;
    this.files = files;
    this.hardLinks = hardLinks;
    this.check = check;
    this.deleter = deleter;
    this.destinationMissing = destinationMissing;
    this.kept = new KeptLinks(options, tree);
  }

  /** Looks what is at the candidate's path. */
  void look(Candidate c) {
    c.mode = c.entry.mode;
    if (dryMissingDir != null && !isBelow(c.path, dryMissingDir)) {
      dryMissingDir = null;
    }
    boolean nothing = destinationMissing || dryMissingDir != null;
    if (!nothing && !options.perms) {
      newFileBits.enter(c.path);
    }
    c.errno = nothing ? Errno.ENOENT : tree.lstat(c.path, c.stat);
    if (c.errno == 0 && c.entry.isDirectory()) {
      kept.follow(c.path, c.stat);
    }
  }

  /**
   * Works on a directory.
   *
   * @param early whether only to make sure of it while its parent is worked on
   */
  boolean directory(Candidate c, int directory, boolean early) {
    if (isSkipped(c.path)) {
      directories.states().markMissing(directory);
      return false;
    }
    if (!early && !options.dryRun && directories.states().isMissing(directory)) {
      skippedDir = c.path;
      return false;
    }
    if (refusedByModule(c, true, early)) {
      if (!early) {
        session
            .message(MessageCode.ERROR)
            .text("*** Skipping any contents from this failed directory ***\n")
            .send();
        skippedDir = c.path;
        directories.states().markMissing(directory);
      }
      return false;
    }
    look(c);
    if (options.existingOnly && c.errno == Errno.ENOENT) {
      if (!early) {
        skippedDir = c.path;
        directories.states().markMissing(directory);
        reportNotCreating("directory", c);
      }
      return false;
    }
    if (options.ignoreExisting && c.exists() && !FileMode.isDirectory(c.stat.mode())) {
      reportExists(c, !early);
      return false;
    }
    if (early) {
      directories.early(c, directory);
      return true;
    }
    if (options.dryRun && !c.sameType() && dryMissingDir == null) {
      dryMissingDir = c.path;
    }
    if (!directories.full(c, directory)) {
      skippedDir = c.path;
    }
    return true;
  }

  /** Works on anything but a directory. */
  void file(Candidate c, QuickCheck.Strictness strictness) {
    boolean redo = strictness == QuickCheck.Strictness.REDO;
    if (redo) {
      hardLinks.again(c);
    }
    file(c, strictness, redo);
    hardLinks.worked(c, redo);
  }

  private void file(Candidate c, QuickCheck.Strictness strictness, boolean redo) {
    if (isSkipped(c.path) || refusedByModule(c, false, false)) {
      return;
    }
    look(c);
    if (options.isMissing(c.entry.mode)) {
      deleteMissing(c);
      return;
    }
    if (options.existingOnly && !redo && c.errno == Errno.ENOENT) {
      reportNotCreating("file", c);
      return;
    }
    if (options.ignoreExisting && !redo && c.exists()) {
      reportExists(c, true);
      return;
    }
    if (!options.perms) {
      boolean known = c.exists() && !FileMode.isDirectory(c.stat.mode());
      c.mode =
          Modes.withoutPerms(
              c.entry.mode,
              known ? c.stat.mode() : 0,
              newFileBits.of(c.path),
              known,
              options.attributes.executability());
    }
    if (hardLinks.settle(c)) {
      return;
    }
    dispatch(c, strictness);
  }

  /** The sender has no such file: what has its name here goes, unless a rule protects it. */
  private void deleteMissing(Candidate c) {
    boolean kept =
        session.filters().check(c.path, false, FilterSide.RECEIVER) == FilterResult.EXCLUDED;
    if (!kept && c.exists()) {
      deleter.deleteMissing(c.path, c.stat);
    }
  }

  private void dispatch(Candidate c, QuickCheck.Strictness strictness) {
    boolean node =
        c.entry.isSymlink()
            ? options.links
            : c.entry.isDevice()
                ? options.devices && session.privileged() && !options.dropDevices
                : c.entry.isSpecial() && options.specials && !options.dropDevices;
    if (node) {
      nodes.handle(c);
    } else if (c.entry.isRegular()) {
      files.handle(c, strictness);
    } else if (options.info(Info.NONREG) >= 1) {
      session
          .message(MessageCode.INFO)
          .text("skipping non-regular file \"")
          .name(c.entry.pathCopy())
          .text("\"\n")
          .send();
    }
  }

  /** Whether a path is below a directory that was skipped last, so that nothing is done for it. */
  boolean isSkipped(byte[] path) {
    if (skippedDir != null && isBelow(path, skippedDir)) {
      return true;
    }
    skippedDir = null;
    return false;
  }

  private boolean refusedByModule(Candidate c, boolean directory, boolean quiet) {
    boolean root = c.path.length == 1 && c.path[0] == '.';
    if (root || !session.moduleFilters().excludesWithParents(c.path, directory)) {
      return false;
    }
    if (!quiet) {
      session
          .message(MessageCode.ERROR_XFER)
          .text("ERROR: daemon refused to receive ")
          .text(directory ? "directory" : "file")
          .text(" \"")
          .name(c.path)
          .text("\"\n")
          .send();
    }
    return true;
  }

  private void reportNotCreating(String what, Candidate c) {
    if (options.info(Info.SKIP) >= 1) {
      session
          .message(MessageCode.INFO)
          .text("not creating new ")
          .text(what)
          .text(" \"")
          .name(c.path)
          .text("\"\n")
          .send();
    }
  }

  private void reportExists(Candidate c, boolean wanted) {
    if (!wanted || options.info(Info.SKIP) < 1) {
      return;
    }
    String why = "";
    if (options.info(Info.SKIP) >= 2) {
      why =
          !c.sameType()
              ? " (type change)"
              : !check.sameContent(c.entry, c.path, c.stat, QuickCheck.Strictness.NORMAL)
                  ? options.checksumAlways ? " (sum change)" : " (file change)"
                  : !check.sameAttributes(c.entry, tree, c.path, c.stat)
                      ? " (attr change)"
                      : " (uptodate)";
    }
    session.message(MessageCode.INFO).name(c.path).text(" exists").text(why).text("\n").send();
  }

  private static boolean isBelow(byte[] path, byte[] dir) {
    return path.length > dir.length
        && path[dir.length] == '/'
        && Arrays.equals(path, 0, dir.length, dir, 0, dir.length);
  }
}
