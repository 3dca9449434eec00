package org.jrsync.engine.receiver;

import org.jrsync.engine.metadata.AttributeSetter;
import org.jrsync.engine.receiver.PartialDirectory.Place;
import org.jrsync.engine.tree.Tree;
import org.jrsync.wire.flist.FileEntry;
import org.jspecify.annotations.Nullable;

/** The file that is being written, so that a transfer that breaks off leaves no litter. */
final class UnfinishedFile implements FileReceiver.Cleanup {
  private record Current(
      Place written, @Nullable Place kept, boolean own, FileEntry entry, int mode) {}

  private final Tree tree;
  private final Placement placement;
  private @Nullable Current current;

  UnfinishedFile(Tree tree, Placement placement) {
    this.tree = tree;
    this.placement = placement;
  }

  @Override
  public void writing(
      Place temporary, byte @Nullable [] keepAs, @Nullable Place place, FileEntry entry, int mode) {
    Place kept = place != null || keepAs == null ? place : Place.below(tree, keepAs);
    current = new Current(temporary, kept, place != null, entry, mode);
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
    c.entry().mtime = 0;
    c.entry().mtimeNanos = 0;
    int times = c.own() ? AttributeSetter.SKIP_TIMES : AttributeSetter.ACCURATE_TIME;
    placement.settle(c.entry(), c.mode(), c.written(), c.kept(), times);
  }
}
