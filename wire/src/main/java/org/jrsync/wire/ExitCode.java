package org.jrsync.wire;

import org.jspecify.annotations.Nullable;

/**
 * The exit statuses of rsync, with the texts that its closing error line shows for them.
 *
 * <p>Source: docs/protocol.md, "Exit codes".
 */
public enum ExitCode {
  OK(0, ""),
  SYNTAX(1, "syntax or usage error"),
  PROTOCOL(2, "protocol incompatibility"),
  FILE_SELECT(3, "errors selecting input/output files, dirs"),
  UNSUPPORTED(4, "requested action not supported"),
  START_CLIENT(5, "error starting client-server protocol"),
  SOCKET_IO(10, "error in socket IO"),
  FILE_IO(11, "error in file IO"),
  STREAM_IO(12, "error in rsync protocol data stream"),
  MESSAGE_IO(13, "errors with program diagnostics"),
  IPC(14, "error in IPC code"),
  CRASHED(15, "sibling process crashed"),
  TERMINATED(16, "sibling process terminated abnormally"),
  SIGNAL1(19, "received SIGUSR1"),
  SIGNAL(20, "received SIGINT, SIGTERM, or SIGHUP"),
  WAIT_CHILD(21, "waitpid() failed"),
  MALLOC(22, "error allocating core memory buffers"),
  PARTIAL(23, "some files/attrs were not transferred (see previous errors)"),
  VANISHED(24, "some files vanished before they could be transferred"),
  DEL_LIMIT(25, "the --max-delete limit stopped deletions"),
  TIMEOUT(30, "timeout in data send/receive"),
  CON_TIMEOUT(35, "timeout waiting for daemon connection"),
  CMD_FAILED(124, "remote shell failed"),
  CMD_KILLED(125, "remote shell killed"),
  CMD_RUN(126, "remote command could not be run"),
  CMD_NOT_FOUND(127, "remote command not found");

  private final int code;
  private final String description;

  ExitCode(int code, String description) {
    this.code = code;
    this.description = description;
  }

  /** The process exit status, 0 to 127. */
  public int code() {
    return code;
  }

  /** The text that the closing error line shows; empty for {@link #OK}. */
  public String description() {
    return description;
  }

  /** The constant with the given status, or null where rsync defines none. */
  public static @Nullable ExitCode of(int code) {
    for (ExitCode e : values()) {
      if (e.code == code) {
        return e;
      }
    }
    return null;
  }
}
