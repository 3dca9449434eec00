/** Tests against real rsync programs; the module itself holds no code. */
@NullMarked
package org.jrsync.interop;

import org.jspecify.annotations.NullMarked;
