/**
 * What the daemon needs of the machine it runs on: operators' files, users, locks and identities.
 */
@NullMarked
package org.jrsync.daemon.host;

import org.jspecify.annotations.NullMarked;
