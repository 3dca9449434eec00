package org.jrsync.posix;

/**
 * What a walk may do.
 *
 * @param policy how far links reach
 * @param refuseLinks no symbolic link at all may be followed
 * @param trustedOwners only links of user 0 and of the effective user may be followed
 */
record PathRules(Policy policy, boolean refuseLinks, boolean trustedOwners) {
  PathRules(Policy policy, boolean refuseLinks) {
    this(policy, refuseLinks, false);
  }

  /** The {@code resolve} field of {@code openat2}. */
  int resolve() {
    return policy.resolve | (refuseLinks ? Policy.RESOLVE_NO_SYMLINKS : 0);
  }
}
