/** The real rsyncs to test against, found or fetched. */
@NullMarked
package org.jrsync.interop.peer;

import org.jspecify.annotations.NullMarked;
