/** The receiving role: rebuilds files from deltas and puts them into place. */
@NullMarked
package org.jrsync.engine.receiver;

import org.jspecify.annotations.NullMarked;
