/** The same command line with rsync 3.5.1 and with jrsync: output, exit status and result agree. */
@NullMarked
package org.jrsync.interop.sidebyside;

import org.jspecify.annotations.NullMarked;
