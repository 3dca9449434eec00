/** Building the file list of the sending side. */
@NullMarked
package org.jrsync.engine.scan;

import org.jspecify.annotations.NullMarked;
