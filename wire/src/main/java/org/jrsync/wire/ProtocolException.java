package org.jrsync.wire;

/** The peer sent something that the protocol does not allow, or that exceeds a stated limit. */
public class ProtocolException extends RsyncException {
  private static final long serialVersionUID = 1L;

  public ProtocolException(ExitCode exitCode, String message) {
    super(exitCode, message);
  }

  /** A broken data stream: exit code 12. */
  public static ProtocolException stream(String message) {
    return new ProtocolException(ExitCode.STREAM_IO, message);
  }

  /** A value that may not be: exit code 2. */
  public static ProtocolException value(String message) {
    return new ProtocolException(ExitCode.PROTOCOL, message);
  }
}
