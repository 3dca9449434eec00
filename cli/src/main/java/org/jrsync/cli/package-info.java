/** The program: the grammar of its arguments, what it prints for people, and {@code main}. */
@NullMarked
package org.jrsync.cli;

import org.jspecify.annotations.NullMarked;
