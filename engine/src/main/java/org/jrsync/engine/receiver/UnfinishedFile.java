package org.jrsync.engine.receiver;

import org.jrsync.engine.metadata.AttributeSetter;
import org.jrsync.engine.tree.Tree;
import org.jrsync.engine.tree.Trees;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.flist.FileEntry;
import org.jspecify.annotations.Nullable;

/** The file that is being written, so that a transfer that breaks off leaves no litter. */
final class UnfinishedFile implements FileReceiver.Cleanup {
  private record Current(
      Tree tree,
      byte[] temporary,
      Tree keepTree,
      byte @Nullable [] keepAs,
      PartialDirectory.@Nullable Place place,
      FileEntry entry,
      int mode) {}

  private final AttributeSetter attributes;
  private final @Nullable PartialDirectory partial;
  private @Nullable Current current;

  UnfinishedFile(AttributeSetter attributes, @Nullable PartialDirectory partial) {
    this.attributes = attributes;
    this.partial = partial;
  }

  @Override
  public void writing(
      Tree tree,
      byte[] temporary,
      byte @Nullable [] keepAs,
      PartialDirectory.@Nullable Place place,
      FileEntry entry,
      int mode) {
    Tree keepTree = place != null ? place.tree() : tree;
    current =
        new Current(
            tree, temporary, keepTree, place != null ? place.path() : keepAs, place, entry, mode);
  }

  @Override
  public void finished() {
    current = null;
  }

  /**
   * Keeps the file under the name that {@code --partial} gives it, or removes it. Without a
   * directory of its own it gets a time long ago, so that {@code --update} does not take it for
   * newer.
   */
  void settle() {
    Current c = current;
    current = null;
    if (c == null) {
      return;
    }
    if (c.keepAs() == null || !makePlace(c)) {
      Trees.unlinkQuietly(c.tree(), c.temporary());
      return;
    }
    boolean own = c.place() != null;
    c.entry().mtime = 0;
    c.entry().mtimeNanos = 0;
    attributes.apply(
        c.temporary(),
        c.entry(),
        c.mode(),
        null,
        own ? AttributeSetter.SKIP_TIMES : AttributeSetter.ACCURATE_TIME);
    try {
      c.tree().rename(c.temporary(), c.keepTree(), c.keepAs());
    } catch (PosixException e) {
      Trees.unlinkQuietly(c.tree(), c.temporary());
    }
  }

  private boolean makePlace(Current c) {
    return c.place() == null || partial == null || partial.create(c.place());
  }
}
