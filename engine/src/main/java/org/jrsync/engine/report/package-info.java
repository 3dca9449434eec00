/** Messages and the forms in which entries and counts are shown. */
@NullMarked
package org.jrsync.engine.report;

import org.jspecify.annotations.NullMarked;
