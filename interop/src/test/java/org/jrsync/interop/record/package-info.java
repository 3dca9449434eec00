/** Recorded sessions of real rsyncs, damaged and played back. */
@NullMarked
package org.jrsync.interop.record;

import org.jspecify.annotations.NullMarked;
