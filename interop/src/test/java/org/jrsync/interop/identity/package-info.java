/** Who the daemon's threads are while it serves modules of several users. */
@NullMarked
package org.jrsync.interop.identity;

import org.jspecify.annotations.NullMarked;
