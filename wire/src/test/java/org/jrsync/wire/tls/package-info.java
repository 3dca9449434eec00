@NullMarked
package org.jrsync.wire.tls;

import org.jspecify.annotations.NullMarked;
