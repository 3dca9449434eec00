@NullMarked
package org.jrsync.wire.checksum;

import org.jspecify.annotations.NullMarked;
