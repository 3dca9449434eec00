/** Fuzz targets for what the daemon reads of accounts. */
@NullMarked
package org.jrsync.daemon.auth;

import org.jspecify.annotations.NullMarked;
