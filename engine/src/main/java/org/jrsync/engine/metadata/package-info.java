/** Setting owners, modes and times on the receiving side. */
@NullMarked
package org.jrsync.engine.metadata;

import org.jspecify.annotations.NullMarked;
