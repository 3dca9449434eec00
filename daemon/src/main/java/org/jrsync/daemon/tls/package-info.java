/** TLS of the daemon: its certificate, and whom it believes. */
@NullMarked
package org.jrsync.daemon.tls;

import org.jspecify.annotations.NullMarked;
