/** Names in the charset of this side, and in the UTF-8 in which they travel. */
@NullMarked
package org.jrsync.wire.charset;

import org.jspecify.annotations.NullMarked;
