package org.jrsync.engine.scan;

import org.jrsync.engine.filter.FilterScope;
import org.jrsync.engine.tree.Tree;

/**
 * Where source arguments lead: the file system as the operator sees it, or a daemon's module.
 * Directories are those that arguments name before the part that is transferred; empty means where
 * the transfer starts.
 */
public interface Sources {

  /** An argument as it is to be understood here; as it was given unless it comes from a client. */
  default byte[] argument(byte[] given) {
    return given;
  }

  /**
   * Whether links in an argument are followed only where their owner is trusted, and others are
   * errors.
   */
  default boolean trustsOwnersOnly() {
    return false;
  }

  /**
   * A tree for looking at arguments and at the directories above them. Symbolic links in an
   * argument lead wherever the one who gave the argument may go.
   *
   * @throws org.jrsync.posix.PosixException when the directory cannot be entered
   */
  Tree arguments(byte[] directory);

  /**
   * A tree for the content of an argument: nothing outside is reached through it.
   *
   * @param path of the tree's root, relative to the directory
   * @throws org.jrsync.posix.PosixException when it cannot be entered
   */
  Tree content(byte[] directory, byte[] path);

  /** Has what is wrong with attributes in a tree of a directory be told. */
  void tellFaults(Tree tree, byte[] directory);

  /**
   * The directory as messages show it, without a slash at its end unless it is the root; may be
   * empty.
   */
  byte[] shown(byte[] directory);

  /** What messages add after a quoted path, such as {@code (in module)}; empty as a rule. */
  byte[] shownSuffix();

  /** The user's filter rules for names that start in the directory. */
  FilterScope filters(byte[] directory);

  /** The module's filter rules for names that start in the directory. */
  FilterScope moduleFilters(byte[] directory);
}
