/**
 * The file list: what one side tells the other about every file of a transfer, as compact columns
 * in memory and as bytes on the wire. Facts come from the chapter "File list" of docs/protocol.md.
 */
@NullMarked
package org.jrsync.wire.flist;

import org.jspecify.annotations.NullMarked;
