package org.jrsync.posix;

/** How far a {@link ConfinedTree} lets a path reach by the symbolic links on its way. */
public enum Policy {
  /**
   * Links are followed as long as they stay beneath the root; one that is absolute or climbs out is
   * refused with {@code EXDEV}.
   */
  BENEATH(Policy.RESOLVE_BENEATH | Policy.RESOLVE_NO_MAGICLINKS),

  /**
   * As after a {@code chroot}: an absolute link starts at the root again, and the root's parent is
   * the root.
   */
  IN_ROOT(Policy.RESOLVE_IN_ROOT | Policy.RESOLVE_NO_MAGICLINKS),

  /**
   * Links are followed wherever they lead, but for those that the system itself makes of open files
   * ({@code ELOOP}, where the kernel resolves the path); the path as such stays beneath the root.
   * It confines nobody who can make links.
   */
  ANYWHERE(Policy.RESOLVE_NO_MAGICLINKS),

  /**
   * The kernel's plain resolution, for paths that the operator gave: absolute ones and {@code ..}
   * included.
   */
  OPERATOR(0);

  static final int RESOLVE_NO_MAGICLINKS = 0x02;
  static final int RESOLVE_NO_SYMLINKS = 0x04;
  static final int RESOLVE_BENEATH = 0x08;
  static final int RESOLVE_IN_ROOT = 0x10;

  /** Whether a link may leave the root, so that a walk goes on in the file system's own. */
  boolean leadsOut() {
    return this == ANYWHERE || this == OPERATOR;
  }

  /** The {@code resolve} field of {@code openat2} for this policy. */
  final int resolve;

  Policy(int resolve) {
    this.resolve = resolve;
  }
}
