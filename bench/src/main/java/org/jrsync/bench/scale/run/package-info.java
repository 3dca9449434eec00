/** The connection-scale bench: what is measured, in which order, and where the figures go. */
@NullMarked
package org.jrsync.bench.scale.run;

import org.jspecify.annotations.NullMarked;
