package org.jrsync.interop.process;

/**
 * What a finished program left behind; outputs with one character per byte, so that nothing is
 * lost.
 *
 * @param command the command line, for messages
 * @param exitCode 0 to 255; 128 + n after signal n
 * @param out standard output
 * @param err standard error
 */
public record Result(String command, int exitCode, String out, String err) {

  /** Fails unless the program ended with the given code. */
  public Result expect(int code) {
    if (exitCode != code) {
      throw new AssertionError("expected exit code " + code + " from " + this);
    }
    return this;
  }

  public Result expectSuccess() {
    return expect(0);
  }

  @Override
  public String toString() {
    return command
        + "\n  exit code "
        + exitCode
        + "\n  stdout: "
        + clip(out)
        + "\n  stderr: "
        + clip(err);
  }

  private static String clip(String text) {
    return text.length() <= 4000
        ? text
        : text.substring(0, 2000) + " ... " + text.substring(text.length() - 2000);
  }
}
