/** The token streams that carry a file's literal data and matches, plain and compressed. */
@NullMarked
package org.jrsync.wire.compress;

import org.jspecify.annotations.NullMarked;
