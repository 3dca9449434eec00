/** Daemons, remote shells and other surroundings of a transfer. */
@NullMarked
package org.jrsync.interop.harness;

import org.jspecify.annotations.NullMarked;
