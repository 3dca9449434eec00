/** The daemon: {@code rsyncd.conf}, listeners, admission, sessions, authentication and logging. */
@NullMarked
package org.jrsync.daemon;

import org.jspecify.annotations.NullMarked;
