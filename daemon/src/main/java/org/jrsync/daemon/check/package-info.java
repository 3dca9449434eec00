/**
 * What {@code --check-config} tells of a configuration: what keeps it from working, what is not as
 * it seems, and what is dangerous where strangers can connect.
 */
@NullMarked
package org.jrsync.daemon.check;

import org.jspecify.annotations.NullMarked;
