/**
 * The operating system, through {@code java.lang.foreign}: descriptors, confined trees, users,
 * identities, child processes, signals and the terminal. The only package with native access; it
 * knows nothing of rsync.
 */
@NullMarked
package org.jrsync.posix;

import org.jspecify.annotations.NullMarked;
