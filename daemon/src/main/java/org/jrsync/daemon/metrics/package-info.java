/** What a daemon counts and measures of its sessions, and how that is told. */
@NullMarked
package org.jrsync.daemon.metrics;

import org.jspecify.annotations.NullMarked;
