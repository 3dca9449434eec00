/** What goes wrong around a transfer: peers that stop or die, full disks, files that vanish. */
@NullMarked
package org.jrsync.interop.fault;

import org.jspecify.annotations.NullMarked;
