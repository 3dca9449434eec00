package org.jrsync.daemon.session;

import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

/**
 * The module cannot be served as it is configured. The log gets the reason, the client a shorter
 * one in an {@code @ERROR} line.
 */
public final class ModuleRefusedException extends RsyncException {

  private static final long serialVersionUID = 1L;

  private final String answer;

  /**
   * @param logged the log's line
   * @param answer what the client is told, without the {@code @ERROR:}
   */
  public ModuleRefusedException(String logged, String answer) {
    super(ExitCode.UNSUPPORTED, logged);
    this.answer = answer;
  }

  String answer() {
    return answer;
  }
}
