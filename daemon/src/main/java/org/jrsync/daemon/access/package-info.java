/** Who may connect: the address and name rules of {@code hosts allow} and {@code hosts deny}. */
@NullMarked
package org.jrsync.daemon.access;

import org.jspecify.annotations.NullMarked;
