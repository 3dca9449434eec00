package org.jrsync.engine.report;

/**
 * What a {@link LogFormat} says about the session; each as bytes one to a character.
 *
 * @param daemon whether a daemon serves the session; elsewhere {@code %a %h %P %u} stay as they are
 * @param host name of the peer
 * @param address of the peer
 * @param module name, empty outside a daemon
 * @param modulePath folder of the module, empty outside a daemon
 * @param user authenticated user, or empty
 * @param process number that names the session in logs
 */
public record LogSession(
    boolean daemon,
    String host,
    String address,
    String module,
    String modulePath,
    String user,
    long process) {
  /** A session of a client. */
  public static LogSession client(long process) {
    return new LogSession(false, "", "", "", "", "", process);
  }
}
