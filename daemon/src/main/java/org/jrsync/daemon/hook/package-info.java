/** The programs that a module runs around its transfers. */
@NullMarked
package org.jrsync.daemon.hook;

import org.jspecify.annotations.NullMarked;
