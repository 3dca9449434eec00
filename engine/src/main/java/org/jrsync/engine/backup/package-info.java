/** Backups of what a transfer replaces or deletes. */
@NullMarked
package org.jrsync.engine.backup;

import org.jspecify.annotations.NullMarked;
