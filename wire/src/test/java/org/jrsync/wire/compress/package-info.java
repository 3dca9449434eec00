@NullMarked
package org.jrsync.wire.compress;

import org.jspecify.annotations.NullMarked;
