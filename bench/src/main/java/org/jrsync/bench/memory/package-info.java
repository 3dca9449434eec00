/** What file lists take of the heap, and whole runs of the machine's memory. */
@NullMarked
package org.jrsync.bench.memory;

import org.jspecify.annotations.NullMarked;
