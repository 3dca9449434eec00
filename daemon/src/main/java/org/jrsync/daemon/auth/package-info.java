/** Challenge and response of modules with {@code auth users}. */
@NullMarked
package org.jrsync.daemon.auth;

import org.jspecify.annotations.NullMarked;
