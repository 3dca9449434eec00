/** The page that shows what the connection-scale bench measured. */
@NullMarked
package org.jrsync.bench.scale.report;

import org.jspecify.annotations.NullMarked;
