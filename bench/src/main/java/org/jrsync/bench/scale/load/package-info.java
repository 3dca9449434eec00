/** The load that the connection-scale bench puts on a daemon: clients, and when they come. */
@NullMarked
package org.jrsync.bench.scale.load;

import org.jspecify.annotations.NullMarked;
