package org.jrsync.engine.receiver;

import org.jrsync.engine.Session;
import org.jrsync.engine.metadata.AttributeSetter;
import org.jrsync.engine.receiver.PartialDirectory.Place;
import org.jrsync.engine.tree.Tree;
import org.jspecify.annotations.Nullable;

/** Who sets the attributes of files in the destination, and of those that wait elsewhere. */
public final class PlaceAttributes {
  private final Session session;
  private final Tree tree;
  private final AttributeSetter own;
  private @Nullable Tree otherTree;
  private @Nullable AttributeSetter other;

  /**
   * @param tree the destination
   * @param own of the same tree
   */
  public PlaceAttributes(Session session, Tree tree, AttributeSetter own) {
    this.session = session;
    this.tree = tree;
    this.own = own;
  }

  /** Files that are not in the destination are all in one other place, or two. */
  public AttributeSetter of(Place place) {
    Tree where = place.tree();
    if (where.equals(tree)) {
      return own;
    }
    AttributeSetter known = other;
    if (known == null || !where.equals(otherTree)) {
      known = new AttributeSetter(session, where);
      other = known;
      otherTree = where;
    }
    return known;
  }
}
