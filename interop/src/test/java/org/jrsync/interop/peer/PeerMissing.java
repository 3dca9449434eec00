package org.jrsync.interop.peer;

/**
 * Says why a peer cannot be had on this machine; tests turn it into a skip that shows the message.
 */
public final class PeerMissing extends Exception {
  private static final long serialVersionUID = 1L;

  public PeerMissing(String message) {
    super(message);
  }
}
