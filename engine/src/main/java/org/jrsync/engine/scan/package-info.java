/**
 * The sending side's file list: source arguments, directories and their files, segment by segment.
 */
@NullMarked
package org.jrsync.engine.scan;

import org.jspecify.annotations.NullMarked;
