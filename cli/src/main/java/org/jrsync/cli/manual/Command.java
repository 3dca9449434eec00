package org.jrsync.cli.manual;

import java.util.List;

/**
 * The words that may stand in the place of a transfer's arguments, each with options of its own.
 */
enum Command {
  /** One folder for everybody on this host. */
  SERVE("serve", "serve a folder from this machine", "serve-options.txt");

  private final String word;
  private final String help;
  private final String texts;

  Command(String word, String help, String texts) {
    this.word = word;
    this.help = help;
    this.texts = texts;
  }

  /** The command that is typed as {@code word}. */
  static Command named(String word) {
    for (Command command : values()) {
      if (command.word.equals(word)) {
        return command;
      }
    }
    throw new IllegalArgumentException("no command " + word);
  }

  String word() {
    return word;
  }

  /** What it does, in a line. */
  String help() {
    return help;
  }

  List<OptionText> options() {
    return OptionTexts.parse(OptionTexts.text(texts));
  }
}
