/** Trees made to be hard, changed and compared. */
@NullMarked
package org.jrsync.interop.tree;

import org.jspecify.annotations.NullMarked;
