package org.jrsync.cli;

import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.report.Reporter;
import org.jrsync.wire.MessageCode;

/** Shows a client's messages: information on standard output, the rest on standard error. */
final class ConsoleReporter implements Reporter {
  private final Console console;
  private final boolean quiet;
  private final Printable printable;

  ConsoleReporter(Console console, Options options, Environment environment) {
    this.console = console;
    this.quiet = options.quiet > 0;
    this.printable = new Printable(Printable.highBytes(options.eightBitOutput, environment));
  }

  @Override
  public void report(MessageCode code, byte[] text) {
    if (code == MessageCode.LOG) {
      return;
    }
    boolean information = code == MessageCode.INFO || code == MessageCode.CLIENT;
    if (information && quiet) {
      return;
    }
    byte[] shown = printable.of(text);
    if (information) {
      console.print(shown);
    } else {
      console.error(shown);
    }
  }
}
