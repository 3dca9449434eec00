@org.jspecify.annotations.NullMarked
package org.jrsync.wire.charset;
