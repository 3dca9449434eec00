package org.jrsync.cli.manual;

import java.util.ArrayList;
import java.util.List;

/** The completion script for bash. */
final class BashCompletion {

  private static final String BEGIN =
      """
      # bash completion for jrsync. Generated from the option table by docs/generate: do not edit.

      _jrsync() {
        local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} mode=transfer
        local option= value= before= word
        COMPREPLY=()
        for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
          [[ $word != --daemon ]] || mode=daemon
        done
        if ((COMP_CWORD > 1)); then
          case ${COMP_WORDS[1]} in
            COMMANDS) mode=${COMP_WORDS[1]} ;;
          esac
        fi
        # What stands behind an equals sign is a word of its own, unless COMP_WORDBREAKS has been changed.
        if [[ $cur == = ]]; then
          option=$prev
        elif [[ $prev == = ]]; then
          option=${COMP_WORDS[COMP_CWORD - 2]} value=$cur
        elif [[ $cur == --*=* ]]; then
          option=${cur%%=*} value=${cur#*=} before=${cur%%=*}=
        else
          case "$mode $prev" in
            WITH_ARGUMENT) option=$prev value=$cur ;;
          esac
        fi
        if [[ $option ]]; then
          _jrsync_value
        elif [[ $cur == -* ]]; then
          case $mode in
      """;

  private static final String END =
      """
          esac
          [[ ${#COMPREPLY[@]} != 1 || ${COMPREPLY[0]} != *= ]] || compopt -o nospace
        elif [[ $mode != transfer ]]; then
          compopt -o filenames
          mapfile -t COMPREPLY < <(compgen -d -- "$cur")
        else
          compopt -o filenames
          mapfile -t COMPREPLY < <(compgen -f -- "$cur")
          ((COMP_CWORD > 1)) || mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -W 'COMMAND_WORDS' -- "$cur")
        fi
      }

      # Completes the argument of an option, by the caller's mode, option, value and before.
      _jrsync_value() {
        local kind= words= list=
        case "$mode $option" in
      """;

  private static final String VALUE =
      """
        esac
        case $kind in
          FILE) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$value") ;;
          DIRECTORY) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$value") ;;
          USER) mapfile -t COMPREPLY < <(compgen -u -- "$value") ;;
          COMMAND) mapfile -t COMPREPLY < <(compgen -c -- "$value") ;;
          LIST)
            [[ $value != *,* ]] || list=${value%,*},
            mapfile -t COMPREPLY < <(compgen -P "$list" -W "$words" -- "${value##*,}")
            compopt -o nospace
            ;;
          WORD) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$value") ;;
        esac
        [[ ! $before ]] || COMPREPLY=("${COMPREPLY[@]/#/$before}")
      }

      complete -F _jrsync jrsync
      """;

  private BashCompletion() {}

  static String script() {
    List<String> commands = new ArrayList<>();
    List<String> withArgument = new ArrayList<>();
    StringBuilder names = new StringBuilder();
    StringBuilder values = new StringBuilder();
    mode("transfer", Completable.ofTransfers(), withArgument, names, values);
    mode("daemon", Completable.ofDaemon(), withArgument, names, values);
    for (Command command : Command.values()) {
      commands.add(command.word());
      mode(command.word(), Completable.of(command), withArgument, names, values);
    }
    return BEGIN
            .replace("COMMANDS", String.join(" | ", commands))
            .replace("WITH_ARGUMENT", String.join(" | \\\n      ", withArgument))
        + names
        + END.replace("COMMAND_WORDS", String.join(" ", commands))
        + values
        + VALUE;
  }

  /** Adds the names of a mode's options, and what their arguments are. */
  private static void mode(
      String mode,
      List<Completable> options,
      List<String> withArgument,
      StringBuilder names,
      StringBuilder values) {
    names.append("      ").append(mode).append(")\n        mapfile -t COMPREPLY < <(compgen -W '");
    for (Completable option : options) {
      List<String> quoted = new ArrayList<>();
      for (String name : option.names()) {
        boolean equals = option.takesArgument() && name.startsWith("--");
        names.append("\n          ").append(name).append(equals ? "=" : "");
        quoted.add("\"" + mode + " " + name + "\"");
      }
      if (option.takesArgument()) {
        withArgument.addAll(quoted);
        value(values, quoted, option);
      }
    }
    names.append("' -- \"$cur\")\n        ;;\n");
  }

  private static void value(StringBuilder values, List<String> quoted, Completable option) {
    Completable.Kind kind = option.kind();
    if (kind == Completable.Kind.OTHER) {
      return;
    }
    values.append("    ").append(String.join(" | ", quoted)).append(") kind=");
    values.append(option.isList() ? "LIST" : kind.name());
    if (kind == Completable.Kind.WORD) {
      values.append(" words='").append(String.join(" ", option.values())).append('\'');
    }
    values.append(" ;;\n");
  }
}
