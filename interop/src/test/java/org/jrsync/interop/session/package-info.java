/** Options of a run as a whole, beside real rsyncs. */
@NullMarked
package org.jrsync.interop.session;

import org.jspecify.annotations.NullMarked;
