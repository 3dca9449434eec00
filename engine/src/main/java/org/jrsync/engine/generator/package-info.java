/**
 * The generator role: decides what each entry of the file list needs, and does all but the data.
 */
@NullMarked
package org.jrsync.engine.generator;

import org.jspecify.annotations.NullMarked;
