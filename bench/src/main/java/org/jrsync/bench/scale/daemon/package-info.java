/** The daemons that the connection-scale bench measures: their processes, and what they use. */
@NullMarked
package org.jrsync.bench.scale.daemon;

import org.jspecify.annotations.NullMarked;
