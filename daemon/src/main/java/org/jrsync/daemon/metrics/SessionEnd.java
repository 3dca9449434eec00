package org.jrsync.daemon.metrics;

/** How a session ended: every accepted connection ends in exactly one of these ways. */
public enum SessionEnd {
  /** A transfer with exit status 0. */
  SERVED("served", false),
  /** A transfer with another status, or a session that an internal error ended. */
  FAILED("failed", false),
  /** The client wanted the list of modules and got it. */
  LISTED("listed", false),
  /** The client went before it had said what it wanted. */
  LEFT("left", false),
  MAX_CONNECTIONS("max connections", true),
  MAX_CONNECTIONS_PER_HOST("max connections per host", true),
  /** By {@code when workers are busy = refuse}. */
  WORKERS_BUSY("transfer-worker-threads", true),
  /** The system gave no thread, or there was no memory for a session. */
  NO_THREAD("no thread", true),
  HANDSHAKE_TIMEOUT("handshake timeout", true),
  /** The ends found no way to speak TLS, one did not trust the other, or a record was damaged. */
  TLS("tls", true),
  /** By {@code hosts allow} and {@code hosts deny}, or by {@code proxy protocol hosts}. */
  ACCESS("hosts", true),
  AUTHENTICATION("authentication", true),
  UNKNOWN_MODULE("unknown module", true),
  /** A greeting, command or length that is none, or a protocol that is too old. */
  PROTOCOL("protocol", true),
  /** Lines or arguments that are too long or too many. */
  LIMIT("argument limit", true),
  /** The module's directory, user or lock file could not be used. */
  MODULE("module unusable", true);

  private final String label;
  private final boolean refusal;

  SessionEnd(String label, boolean refusal) {
    this.label = label;
    this.refusal = refusal;
  }

  /** A short name for reports; of a limit, the directive's. */
  public String label() {
    return label;
  }

  /** Whether the daemon turned the client away. */
  public boolean isRefusal() {
    return refusal;
  }
}
