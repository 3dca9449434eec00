/**
 * Transfers during which somebody turns directories and files into symbolic links: nothing outside
 * of the tree that is worked in may be read or changed.
 */
@NullMarked
package org.jrsync.interop.race;

import org.jspecify.annotations.NullMarked;
