package org.jrsync.bench.scale.run;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for.
 *
 * @param command what to do
 * @param upstream the real rsync, null to look for it
 * @param results what a report is made of, null for the newest
 */
record CommandLine(
    String command,
    Selection selection,
    Repeats repeats,
    @Nullable Path upstream,
    @Nullable Path results) {

  static final String USAGE =
      """
      usage: bench/connection-scale/run [check | rows | limits | report | all] [OPTION...]
        --models LIST       of threads, hybrid, virtual, upstream, upstream-4096
        --waypoints LIST    numbers of concurrent clients, such as 100,1000
        --arrivals LIST     of all, steady, hold, mixed, drain-greeting, drain-transfer
        --identities LIST   of nobody, daemon
        --quick             one run of each row, without warm-up
        --full              all of the largest rows, and each as often as the others
        --upstream PATH     the real rsync
        --results FOLDER    of what the report is made; the newest by default
      """;

  private static final List<String> COMMANDS = List.of("check", "rows", "limits", "report", "all");

  /** Whether this is among what is to be done. */
  boolean does(String part) {
    return command.equals(part) || command.equals("all");
  }

  /**
   * Reads the arguments.
   *
   * @param root whether the user is root, who can measure both identities
   * @throws IllegalArgumentException where they are wrong
   */
  static CommandLine parse(String[] arguments, boolean root) {
    String command = "all";
    Selection selection = Selection.everything(root);
    Repeats repeats = Repeats.USUAL;
    Path upstream = null;
    Path results = null;
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (!argument.startsWith("--")) {
        if (i > 0 || !COMMANDS.contains(argument)) {
          throw new IllegalArgumentException("unknown command " + argument);
        }
        command = argument;
      } else if (argument.equals("--quick")) {
        repeats = Repeats.QUICK;
      } else if (argument.equals("--full")) {
        repeats = Repeats.FULL;
        selection = selection.complete();
      } else {
        if (i + 1 == arguments.length) {
          throw new IllegalArgumentException(argument + " needs a value");
        }
        String value = arguments[++i];
        if (argument.equals("--upstream")) {
          upstream = Path.of(value);
        } else if (argument.equals("--results")) {
          results = Path.of(value);
        } else {
          selection = selection.narrowed(argument, value);
        }
      }
    }
    return new CommandLine(command, selection, repeats, upstream, results);
  }
}
