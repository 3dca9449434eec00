/** The storage seam: what the engine needs of a tree of files, and the POSIX one. */
@NullMarked
package org.jrsync.engine.tree;

import org.jspecify.annotations.NullMarked;
