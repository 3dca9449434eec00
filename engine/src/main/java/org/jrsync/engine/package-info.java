/**
 * The transfer: options, filters, scanning, file lists, generator, sender and receiver, as blocking
 * code without sockets.
 */
@NullMarked
package org.jrsync.engine;

import org.jspecify.annotations.NullMarked;
