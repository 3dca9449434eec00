package org.jrsync.cli.manual;

import java.util.List;

/** The completion script for zsh. */
final class ZshCompletion {

  private static final String BEGIN =
      """
      #compdef jrsync
      # Generated from the option table by docs/generate: do not edit.

      _jrsync_operands() {
        if ((CURRENT == 2)); then
          local -a commands=(COMMANDS)
          _describe command commands
        fi
        _files
      }

      _jrsync() {
        local -a options
        case $words[2] in
      """;

  private static final String DAEMON =
      """
        esac
        if ((words[(I)--daemon])); then
          options=(
      """;

  private static final String TRANSFER =
      """
          )
          _arguments -s -S : $options
          return
        fi
        options=(
      """;

  private static final String END =
      """
        )
        _arguments -s -S : $options '*:file:_jrsync_operands'
      }

      _jrsync "$@"
      """;

  private ZshCompletion() {}

  static String script() {
    StringBuilder commands = new StringBuilder();
    StringBuilder modes = new StringBuilder();
    for (Command command : Command.values()) {
      String described = command.word() + ":" + command.help();
      commands.append(commands.isEmpty() ? "" : " ").append(quoted(described));
      modes.append("    ").append(command.word()).append(")\n      if ((CURRENT > 2)); then\n");
      modes.append("        shift words\n        ((CURRENT--))\n        options=(\n");
      Completable.of(command).forEach(option -> specs(modes, "          ", option));
      modes.append("        )\n        _arguments -s -S : $options '1:directory:_files -/'\n");
      modes.append("        return\n      fi\n      ;;\n");
    }
    StringBuilder out = new StringBuilder(BEGIN.replace("COMMANDS", commands));
    out.append(modes).append(DAEMON);
    Completable.ofDaemon().forEach(option -> specs(out, "      ", option));
    out.append(TRANSFER);
    Completable.ofTransfers().forEach(option -> specs(out, "    ", option));
    return out.append(END).toString();
  }

  /** One specification for each name; the star lets it be repeated, as every option may be. */
  private static void specs(StringBuilder out, String indent, Completable option) {
    for (String name : option.names()) {
      String argument = "";
      if (option.takesArgument()) {
        argument = ":" + option.argument().replace(":", "\\:") + ":" + action(option);
      }
      String behind = argument.isEmpty() ? "" : name.startsWith("--") ? "=" : "+";
      String help = option.help().replace("[", "\\[").replace("]", "\\]").replace(":", "\\:");
      out.append(indent);
      out.append(quoted("*" + name + behind + "[" + help + "]" + argument)).append('\n');
    }
  }

  private static String action(Completable option) {
    List<String> values = option.values();
    return switch (option.kind()) {
      case FILE -> "_files";
      case DIRECTORY -> "_files -/";
      case USER -> "_users";
      case COMMAND -> "_command_names -e";
      case WORD ->
          option.isList()
              ? "_sequence compadd - " + String.join(" ", values)
              : "(" + String.join(" ", values) + ")";
      case OTHER -> " ";
    };
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
