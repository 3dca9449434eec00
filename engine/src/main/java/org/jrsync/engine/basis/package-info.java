/**
 * The files that others are compared with or built from: further directories, and similar names.
 */
@NullMarked
package org.jrsync.engine.basis;

import org.jspecify.annotations.NullMarked;
