package org.jrsync.daemon.session;

/** What kind of thread runs a transfer, and so how it comes to the module's identity. */
public enum ThreadUse {
  /** A platform thread that ends with the session: it takes the identity for good. */
  OWN,
  /** A platform thread that serves others afterwards: it gives the identity back. */
  LENT,
  /** A virtual thread, which has no identity: its file work is done by the module's own threads. */
  VIRTUAL
}
