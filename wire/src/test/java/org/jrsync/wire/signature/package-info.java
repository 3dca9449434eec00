@NullMarked
package org.jrsync.wire.signature;

import org.jspecify.annotations.NullMarked;
