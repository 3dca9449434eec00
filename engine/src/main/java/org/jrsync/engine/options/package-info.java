/** The options of a transfer as values. */
@NullMarked
package org.jrsync.engine.options;

import org.jspecify.annotations.NullMarked;
