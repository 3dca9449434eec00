/** The daemon as a process: how it ends, and what it takes over from those who start it. */
@NullMarked
package org.jrsync.interop.listen;

import org.jspecify.annotations.NullMarked;
