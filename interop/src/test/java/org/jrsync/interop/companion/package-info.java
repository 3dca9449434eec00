/** Tests of the companions: rsync over TLS, and the restricted server that sshd starts. */
@NullMarked
package org.jrsync.interop.companion;

import org.jspecify.annotations.NullMarked;
