package org.jrsync.cli.manual;

import java.util.ArrayList;
import java.util.List;

/** The completion script for fish. */
final class FishCompletion {

  private static final String BEGIN =
      """
      # fish completion for jrsync. Generated from the option table by docs/generate: do not edit.

      # Whether the words so far are those of a transfer, of the daemon, or of a command.
      function __jrsync_mode --argument-names wanted
          set -l words (commandline -opc)
          set -l mode transfer
          if contains -- --daemon $words
              set mode daemon
          else if contains -- "$words[2]" COMMANDS
              set mode $words[2]
          end
          test $mode = $wanted
      end

      # The words of a list with commas, behind what is there of it.
      function __jrsync_list
          set -l token (commandline -ct | string replace -r '^--[^=]*=' '')
          set -l before (string match -r '^.*,' -- $token)
          printf '%s\\n' $before$argv
      end

      """;

  private FishCompletion() {}

  static String script() {
    List<String> words = new ArrayList<>();
    StringBuilder out = new StringBuilder();
    for (Command command : Command.values()) {
      words.add(command.word());
      String first = "test (count (commandline -opc)) = 1";
      out.append("complete -c jrsync -n ").append(quoted(first)).append(" -a ");
      out.append(command.word()).append(" -d ").append(quoted(command.help())).append('\n');
      options(out, command.word(), Completable.of(command));
    }
    options(out, "daemon", Completable.ofDaemon());
    options(out, "transfer", Completable.ofTransfers());
    return BEGIN.replace("COMMANDS", String.join(" ", words)) + out;
  }

  private static void options(StringBuilder out, String mode, List<Completable> options) {
    for (Completable option : options) {
      out.append("complete -c jrsync -n '__jrsync_mode ").append(mode).append('\'');
      for (String name : option.names()) {
        out.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.charAt(1));
      }
      out.append(argument(option)).append(" -d ").append(quoted(option.help())).append('\n');
    }
  }

  private static String argument(Completable option) {
    if (!option.takesArgument()) {
      return "";
    }
    String words = String.join(" ", option.values());
    return switch (option.kind()) {
      case FILE -> " -r -F";
      case DIRECTORY -> " -x -a '(__fish_complete_directories)'";
      case USER -> " -x -a '(__fish_complete_users)'";
      case COMMAND -> " -x -a '(__fish_complete_command)'";
      case WORD -> " -x -a '" + (option.isList() ? "(__jrsync_list " + words + ")" : words) + "'";
      case OTHER -> " -x";
    };
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
