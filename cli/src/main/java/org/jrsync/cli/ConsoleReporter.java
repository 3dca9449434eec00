package org.jrsync.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.report.Reporter;
import org.jrsync.wire.MessageCode;
import org.jspecify.annotations.Nullable;

/** Shows a client's messages: information on standard output, the rest on standard error. */
final class ConsoleReporter implements Reporter {
  private final Console console;
  private final boolean quiet;
  private final Printable printable;

  ConsoleReporter(Console console, Options options, Environment environment) {
    this.console = console;
    this.quiet = options.quiet > 0;
    this.printable =
        new Printable(
            Printable.highBytes(
                options.eightBitOutput,
                text(environment.get("LC_ALL")),
                text(environment.get("LC_CTYPE")),
                text(environment.get("LANG"))));
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

  private static @Nullable String text(byte @Nullable [] value) {
    return value == null ? null : new String(value, ISO_8859_1);
  }
}
