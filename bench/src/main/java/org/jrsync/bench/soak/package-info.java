/** A daemon under an hour of mixed traffic: {@code bench/soak/run}. */
@NullMarked
package org.jrsync.bench.soak;

import org.jspecify.annotations.NullMarked;
