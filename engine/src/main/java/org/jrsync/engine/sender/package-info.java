/** The sending role: answers the generator's requests with deltas. */
@NullMarked
package org.jrsync.engine.sender;

import org.jspecify.annotations.NullMarked;
