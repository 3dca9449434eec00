package org.jrsync.engine.basis;

import org.jrsync.engine.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * A file that a delta is made against.
 *
 * @param tree where it is
 * @param path its path there
 * @param told its path for messages
 * @param type its {@link BasisType}
 * @param name the last part of its path, where the type does not say it; null where it does
 */
public record BasisFile(Tree tree, byte[] path, byte[] told, int type, byte @Nullable [] name) {

  /** The destination file itself. */
  public static BasisFile destination(Tree tree, byte[] path) {
    return new BasisFile(tree, path, path, BasisType.DESTINATION, null);
  }
}
