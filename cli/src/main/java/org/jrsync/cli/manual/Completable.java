package org.jrsync.cli.manual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jrsync.engine.options.Debug;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.OptionFamily;

/**
 * An option as the completion scripts offer it.
 *
 * @param names as they are typed; letters are those of two characters
 * @param argument what its argument is called, empty where there is none
 * @param values the words that the argument may be, where there are only so many
 * @param isList whether the argument is a list of these words, with commas between them
 * @param help what it does, in a line
 */
record Completable(
    List<String> names, String argument, List<String> values, boolean isList, String help) {

  /** What an argument is, as far as a shell can help with it. */
  enum Kind {
    FILE,
    DIRECTORY,
    USER,
    COMMAND,
    WORD,
    OTHER
  }

  /** The options of transfers that work. */
  static List<Completable> ofTransfers() {
    return of(OptionFamily.ofTransfers(), OptionTexts.ofTransfers());
  }

  /** The options of the daemon that work. */
  static List<Completable> ofDaemon() {
    return of(OptionFamily.ofDaemon(), OptionTexts.ofDaemon());
  }

  /** The options of a command. */
  static List<Completable> of(Command command) {
    List<Completable> list = new ArrayList<>();
    for (OptionText text : command.options()) {
      list.add(
          new Completable(List.of(text.name()), text.argument(), List.of(), false, text.help()));
    }
    return list;
  }

  private static List<Completable> of(List<OptionFamily> families, List<OptionText> texts) {
    Map<String, OptionFamily> byName = HelpText.byName(families);
    List<Completable> list = new ArrayList<>();
    for (OptionText text : texts) {
      OptionFamily family = byName.get(text.name());
      if (family == null || !text.listed()) {
        continue;
      }
      list.add(of(family, text));
      if (!family.off().isEmpty()) {
        String help = text.off().isEmpty() ? "not " + family.name() : text.off();
        list.add(new Completable(family.off(), "", List.of(), false, help));
      }
    }
    return list;
  }

  private static Completable of(OptionFamily family, OptionText text) {
    List<String> flags =
        switch (text.name()) {
          case "--info" -> flags(Info.values());
          case "--debug" -> flags(Debug.values());
          default -> List.of();
        };
    return new Completable(
        family.names(),
        text.argument(),
        flags.isEmpty() ? text.values() : flags,
        !flags.isEmpty(),
        text.help());
  }

  private static List<String> flags(Enum<?>[] flags) {
    List<String> words = new ArrayList<>();
    Arrays.stream(flags).forEach(flag -> words.add(flag.name().toLowerCase(Locale.ROOT)));
    words.addAll(List.of("all", "none", "help"));
    return words;
  }

  boolean takesArgument() {
    return !argument.isEmpty();
  }

  Kind kind() {
    if (!values.isEmpty()) {
      return Kind.WORD;
    }
    return switch (argument) {
      case "FILE" -> Kind.FILE;
      case "DIR" -> Kind.DIRECTORY;
      case "USER[:GROUP]", "USER:GROUP" -> Kind.USER;
      case "COMMAND", "PROGRAM" -> Kind.COMMAND;
      default -> Kind.OTHER;
    };
  }
}
