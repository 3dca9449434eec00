package org.jrsync.cli;

/** The program's entry. */
public final class Main {
  private Main() {}

  /**
   * Runs the program.
   *
   * @param args the command line
   */
  @SuppressWarnings("SystemOut") // the program's own output
  public static void main(String[] args) {
    if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
      System.out.println("jrsync  version 0.1.0  protocol version 33");
      return;
    }
    System.err.println("jrsync: only --version is there so far (code 4)");
    System.exit(4);
  }
}
