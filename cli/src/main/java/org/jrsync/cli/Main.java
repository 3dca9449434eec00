package org.jrsync.cli;

import org.jrsync.posix.NativeCalls;

/** The program's entry. */
public final class Main {

  private Main() {}

  /**
   * Runs the program and ends the process with rsync's exit status.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    if (args.length > 1) {
      NativeCalls.prepare();
    }
    int status = run(args);
    // Everything has been closed and told. The way through System.exit costs 10 ms, as it looks for
    // a logger that might want to hear of it.
    Runtime.getRuntime().halt(status);
  }

  /** The whole program but for the process's end. */
  static int run(String[] args) {
    Console console = new Console();
    Program program = new Program(console, Arguments.environment());
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> System.exit(program.fail(failure, "client")));
    int status;
    try {
      status = program.run(Arguments.of(args));
    } catch (Throwable failure) {
      status = program.fail(failure, "client");
    }
    console.finish();
    return status;
  }
}
