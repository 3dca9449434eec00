/** The daemon's log. */
@NullMarked
package org.jrsync.daemon.log;

import org.jspecify.annotations.NullMarked;
