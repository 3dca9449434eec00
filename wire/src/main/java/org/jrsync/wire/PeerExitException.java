package org.jrsync.wire;

/**
 * The peer announced that it ends (docs/protocol.md, "Messages", ERROR_EXIT). The peer has shown
 * its reason already, so nothing but the closing line is due here.
 *
 * <p>Since protocol 31 the other side acknowledges a message that carries a code: a sender with an
 * ERROR_EXIT without a body, a receiving side by passing the code on. {@link #hasCode()} tells
 * which kind arrived.
 */
public final class PeerExitException extends RsyncException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final boolean hasCode;

  PeerExitException(int status, boolean hasCode) {
    super(codeFor(status), "");
    this.status = status & 0xff;
    this.hasCode = hasCode;
  }

  private static ExitCode codeFor(int status) {
    ExitCode known = ExitCode.of(status);
    return known == null ? ExitCode.STREAM_IO : known;
  }

  /** True where the message carried a status; false for the bare acknowledgement. */
  public boolean hasCode() {
    return hasCode;
  }

  @Override
  public int exitStatus() {
    return status;
  }

  @Override
  public boolean reportedByPeer() {
    return true;
  }
}
