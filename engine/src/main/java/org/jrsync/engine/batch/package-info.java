/** Batch files: what a transfer sent, kept for other destinations (docs/protocol.md). */
@NullMarked
package org.jrsync.engine.batch;

import org.jspecify.annotations.NullMarked;
