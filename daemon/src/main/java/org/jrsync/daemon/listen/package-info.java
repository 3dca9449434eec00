/** Listening, accepting and running connections. */
@NullMarked
package org.jrsync.daemon.listen;

import org.jspecify.annotations.NullMarked;
