/** The library: build a transfer, choose its transport, watch and cancel it, and get its result. */
@NullMarked
package org.jrsync.client;

import org.jspecify.annotations.NullMarked;
