package org.jrsync.posix;

/**
 * A held directory from which the last step of a path is taken. All but the final fields belong to
 * the cache's lock.
 */
final class ParentDirectory {
  final ParentCache owner;
  final byte[] path;
  final int descriptor;

  /**
   * Whether the walk went through a symbolic link, so that the path's bytes do not tell where it
   * is.
   */
  final boolean viaLinks;

  int users;
  boolean cached;
  long lastUse;

  ParentDirectory(ParentCache owner, byte[] path, int descriptor, boolean viaLinks) {
    this.owner = owner;
    this.path = path;
    this.descriptor = descriptor;
    this.viaLinks = viaLinks;
  }
}
