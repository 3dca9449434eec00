/** The protocol's bytes: streams, framing, greeting and negotiation. */
@NullMarked
package org.jrsync.wire;

import org.jspecify.annotations.NullMarked;
