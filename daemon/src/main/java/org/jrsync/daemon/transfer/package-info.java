/**
 * From a client that was let in to the engine's transfer: identity, paths, options, and the log of
 * files.
 */
@NullMarked
package org.jrsync.daemon.transfer;

import org.jspecify.annotations.NullMarked;
