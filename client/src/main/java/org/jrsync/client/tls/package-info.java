/** TLS of a client: whom it trusts, who it says it is, and its handshake with a daemon. */
@NullMarked
package org.jrsync.client.tls;

import org.jspecify.annotations.NullMarked;
