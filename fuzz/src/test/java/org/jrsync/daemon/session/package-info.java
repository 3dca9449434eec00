/** Fuzz targets for what the daemon hears before a transfer. */
@NullMarked
package org.jrsync.daemon.session;

import org.jspecify.annotations.NullMarked;
