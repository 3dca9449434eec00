package org.jrsync.engine.tree;

import org.jrsync.posix.LinkTrust;

/**
 * Where the arguments of a side begin: the current directory of a person's own process, or the root
 * of a daemon's module.
 */
public interface Anchor {
  /** For looking at what an argument names. */
  Tree tree();

  /** The tree below a directory that an argument names. */
  Tree enter(byte[] dir);

  /**
   * As {@link #enter}, with links in that tree followed wherever they lead, if they are trusted; in
   * a module they stay in the tree.
   *
   * @param refused run for each link in that tree that is not followed for its owner
   */
  default Tree enterFollowing(byte[] dir, Runnable refused) {
    return enter(dir);
  }

  /** The directory as messages show it: an absolute path, or one within the module. */
  byte[] shown(byte[] dir);

  /** The same place, whose directories are entered by another rule for links; a module has none. */
  default Anchor trusting(LinkTrust trust) {
    return this;
  }

  /** The name of the daemon's module, empty elsewhere. */
  default byte[] module() {
    return new byte[0];
  }

  /** Whether a name that starts with a slash starts here, and no name leads out. */
  default boolean isRoot() {
    return module().length > 0;
  }
}
