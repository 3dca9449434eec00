@NullMarked
package org.jrsync.wire.flist;

import org.jspecify.annotations.NullMarked;
