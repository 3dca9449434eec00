/**
 * The bytes of the rsync protocol and nothing else: it reads and writes byte streams and has no
 * files, sockets or threads.
 */
@NullMarked
package org.jrsync.wire;

import org.jspecify.annotations.NullMarked;
