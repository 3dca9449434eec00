/** Every pairing of jrsync and a real rsync. */
@NullMarked
package org.jrsync.interop.matrix;

import org.jspecify.annotations.NullMarked;
