package org.jrsync.engine.generator;

import org.jrsync.engine.Session;
import org.jrsync.engine.basis.BasisFile;
import org.jrsync.engine.metadata.AttributeSetter;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.receiver.FileMover;
import org.jrsync.engine.receiver.PartialDirectory.Place;
import org.jrsync.engine.receiver.PlaceAttributes;
import org.jrsync.engine.receiver.WriteTargets;
import org.jrsync.engine.tree.FileCopy;
import org.jrsync.engine.tree.NamedDirectory;
import org.jrsync.engine.tree.Tree;
import org.jrsync.engine.tree.Trees;
import org.jrsync.posix.FileHandle;
import org.jrsync.wire.MessageCode;
import org.jspecify.annotations.Nullable;

/**
 * Copies a file of this side to the destination, under a temporary name until it is whole, in the
 * directory for temporary files if there is one.
 */
final class LocalCopy {
  private final Session session;
  private final Tree tree;
  private final PlaceAttributes attributes;
  private final WriteTargets targets;
  private final FileMover mover;

  /**
   * @param tree the destination
   * @param attributes of the same tree
   * @param temporary where temporary files go, null for beside their places
   */
  LocalCopy(
      Session session, Tree tree, AttributeSetter attributes, @Nullable NamedDirectory temporary) {
    this.session = session;
    this.tree = tree;
    this.attributes = new PlaceAttributes(session, tree, attributes);
    this.targets = new WriteTargets(session, tree, temporary);
    this.mover = new FileMover(session);
  }

  /**
   * Gives the candidate the data of a file, and the attributes that the list says. Fails as a read
   * would when the connection ends meanwhile; nothing is left of the copy then.
   *
   * @return false if that failed, which has been reported
   */
  boolean copy(Candidate c, BasisFile from) {
    WriteTargets.Target target = targets.create(c.path, c.mode);
    if (target == null) {
      return false;
    }
    Place written = target.place();
    boolean placed = false;
    try {
      placed = fill(target, from) && place(written, c, from);
      return placed;
    } finally {
      if (!placed) {
        Trees.unlinkQuietly(written.tree(), written.path());
      }
    }
  }

  private boolean fill(WriteTargets.Target target, BasisFile from) {
    try (FileHandle file = target.file()) {
      FileCopy.copy(
          from.tree(), from.path(), file, session.options().writing, session::checkConnection);
      return true;
    } catch (FileCopy.Failure e) {
      report(e, from, target.place().told());
      return false;
    }
  }

  private boolean place(Place written, Candidate c, BasisFile from) {
    FileMover.Attributes all =
        file -> {
          AttributeSetter setter = attributes.of(file);
          setter.copyXattrs(from.tree(), from.path(), file.path());
          setter.apply(file.path(), c.entry, c.mode, null, AttributeSetter.ACCURATE_TIME);
        };
    all.apply(written);
    return mover.finish(written, Place.below(tree, c.path), c.mode, all);
  }

  private void report(FileCopy.Failure e, BasisFile from, byte[] temporary) {
    session.fail(e.verb() + " ", e.ofSource() ? from.told() : temporary, "", e.errno());
    if (session.options().info(Info.COPY) >= 1) {
      session
          .systemError(MessageCode.INFO)
          .text("copy_file ")
          .full(from.told())
          .text(" => ")
          .name(temporary)
          .errno(e.errno())
          .send();
    }
  }
}
