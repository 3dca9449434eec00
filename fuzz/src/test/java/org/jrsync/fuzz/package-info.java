/** Fuzzing of whatever reads bytes that a peer or an operator wrote (docs/security.md). */
@NullMarked
package org.jrsync.fuzz;

import org.jspecify.annotations.NullMarked;
