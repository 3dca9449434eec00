/** Fuzz targets for what a client hears before a transfer. */
@NullMarked
package org.jrsync.client;

import org.jspecify.annotations.NullMarked;
