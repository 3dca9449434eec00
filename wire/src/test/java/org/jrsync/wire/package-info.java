@NullMarked
package org.jrsync.wire;

import org.jspecify.annotations.NullMarked;
