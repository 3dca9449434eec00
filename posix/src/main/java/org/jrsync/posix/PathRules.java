package org.jrsync.posix;

import org.jspecify.annotations.Nullable;

/**
 * What a walk may do.
 *
 * @param policy how far links reach
 * @param refuseLinks no symbolic link at all may be followed
 * @param trust which links may be followed for their owners, null for all
 */
record PathRules(Policy policy, boolean refuseLinks, @Nullable LinkTrust trust) {
  PathRules(Policy policy, boolean refuseLinks) {
    this(policy, refuseLinks, null);
  }

  /** The {@code resolve} field of {@code openat2}. */
  int resolve() {
    return policy.resolve | (refuseLinks ? Policy.RESOLVE_NO_SYMLINKS : 0);
  }
}
