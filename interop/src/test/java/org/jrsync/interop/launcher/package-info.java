/** The launcher of a checkout, which must behave like an installed binary. */
@NullMarked
package org.jrsync.interop.launcher;

import org.jspecify.annotations.NullMarked;
