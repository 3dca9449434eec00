/** {@code jrsync serve} as people run it. */
@NullMarked
package org.jrsync.interop.serve;

import org.jspecify.annotations.NullMarked;
