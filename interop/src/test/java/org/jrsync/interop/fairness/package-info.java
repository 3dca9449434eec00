/** What some clients, or their disk, may do to others. */
@NullMarked
package org.jrsync.interop.fairness;

import org.jspecify.annotations.NullMarked;
