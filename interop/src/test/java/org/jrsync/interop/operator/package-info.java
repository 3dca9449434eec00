/** Paths that the person who runs a program, or configures a daemon, names. */
@NullMarked
package org.jrsync.interop.operator;

import org.jspecify.annotations.NullMarked;
