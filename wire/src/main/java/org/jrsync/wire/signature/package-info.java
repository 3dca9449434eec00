/** Block signatures: what the receiving side tells the sender about its old copy of a file. */
@NullMarked
package org.jrsync.wire.signature;

import org.jspecify.annotations.NullMarked;
