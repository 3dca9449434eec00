/** Clients that try to use up what a daemon has: memory, processor time, places. */
@NullMarked
package org.jrsync.interop.attack;

import org.jspecify.annotations.NullMarked;
