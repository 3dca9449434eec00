/** Running programs and keeping what they print. */
@NullMarked
package org.jrsync.interop.process;

import org.jspecify.annotations.NullMarked;
