@NullMarked
package org.jrsync.engine.scan;

import org.jspecify.annotations.NullMarked;
