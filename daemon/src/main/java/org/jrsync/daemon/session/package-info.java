/** One client from greeting to the end of its transfer. */
@NullMarked
package org.jrsync.daemon.session;

import org.jspecify.annotations.NullMarked;
