package org.jrsync.wire;

import java.util.List;

/** The two sides have no checksum or compression in common: exit code 4. */
final class NegotiationException extends RsyncException {
  private static final long serialVersionUID = 1L;

  private final boolean peerReports;

  NegotiationException(String message, boolean peerReports) {
    super(ExitCode.UNSUPPORTED, message);
    this.peerReports = peerReports;
  }

  @Override
  public boolean reportedByPeer() {
    return peerReports;
  }

  @Override
  public List<String> lines() {
    return getMessage().lines().toList();
  }
}
