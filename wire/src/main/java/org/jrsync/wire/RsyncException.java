package org.jrsync.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The root of every failure that ends a session or a run. Its message is the line that goes to
 * standard error (without a newline at its end; {@link #lines} where it is several); the {@link
 * ExitCode} is what the run ends with.
 */
public class RsyncException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  public RsyncException(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  public RsyncException(ExitCode exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** What ends a transfer whose thread was interrupted while it waited; the interrupt is kept. */
  public static RsyncException interrupted(Throwable cause) {
    Thread.currentThread().interrupt();
    return new RsyncException(ExitCode.SIGNAL, "interrupted", cause);
  }

  /** What the run ends with. */
  public ExitCode exitCode() {
    return exitCode;
  }

  /**
   * The exit status as a number: {@link #exitCode()}'s unless the peer dictated one that rsync does
   * not define.
   */
  public int exitStatus() {
    return exitCode.code();
  }

  /**
   * True where the peer shows the cause to the user, so that nothing need be printed here but the
   * closing line.
   */
  public boolean reportedByPeer() {
    return false;
  }

  /**
   * The message, line by line. A line feed inside a line belongs to a name that the message quotes,
   * and is to be shown as such.
   */
  public List<String> lines() {
    return List.of(getMessage());
  }

  /** Never null here: every constructor takes a message. */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? "" : message;
  }
}
