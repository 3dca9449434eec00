/**
 * {@code rsyncd.conf}: reading, the table of parameters, and the immutable values that sessions
 * use.
 */
@NullMarked
package org.jrsync.daemon.config;

import org.jspecify.annotations.NullMarked;
