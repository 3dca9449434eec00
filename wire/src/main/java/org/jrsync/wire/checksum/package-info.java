/** Weak and strong checksums as rsync computes them. */
@NullMarked
package org.jrsync.wire.checksum;

import org.jspecify.annotations.NullMarked;
