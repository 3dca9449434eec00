/** JMH benchmarks of the hot pieces; see {@code docs/benchmarks.md} for how to run them. */
@NullMarked
package org.jrsync.bench;

import org.jspecify.annotations.NullMarked;
