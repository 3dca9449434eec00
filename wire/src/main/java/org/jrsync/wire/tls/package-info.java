/** TLS for either end of a connection: certificates, keys, whom to trust, and the transport. */
@NullMarked
package org.jrsync.wire.tls;

import org.jspecify.annotations.NullMarked;
