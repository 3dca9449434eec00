package org.jrsync.wire;

import java.util.List;

/** What stands where the peer's version belongs is none: a remote shell has printed something. */
final class UncleanShellException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  private static final List<String> LINES =
      List.of(
          "protocol version mismatch -- is your shell clean?",
          "(see the rsync manpage for an explanation)");

  UncleanShellException() {
    super(ExitCode.PROTOCOL, String.join("\n", LINES));
  }

  @Override
  public List<String> lines() {
    return LINES;
  }
}
