/** Random trees and random options, given to rsync and to jrsync, whose results must be equal. */
@NullMarked
package org.jrsync.interop.differential;

import org.jspecify.annotations.NullMarked;
