/**
 * Filter rules: what a transfer shows, hides, protects and puts at risk.
 *
 * <p>{@link org.jrsync.engine.filter.FilterParser} turns option arguments, rule files and rules
 * from the wire into a {@link org.jrsync.engine.filter.FilterList}; {@link
 * org.jrsync.engine.filter.FilterScope} asks it about one directory's names, and {@link
 * org.jrsync.engine.filter.FilterExchange} carries it between client and server. All text is bytes.
 */
@NullMarked
package org.jrsync.engine.filter;

import org.jspecify.annotations.NullMarked;
