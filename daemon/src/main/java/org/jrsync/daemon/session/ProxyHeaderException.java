package org.jrsync.daemon.session;

import java.io.IOException;

/** A proxy's word about its client is missing or makes no sense; the message says why. */
final class ProxyHeaderException extends IOException {

  private static final long serialVersionUID = 1L;

  ProxyHeaderException(String reason) {
    super(reason);
  }
}
