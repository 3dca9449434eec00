package org.jrsync.engine.options;

import java.util.ArrayList;
import java.util.List;
import org.jrsync.engine.options.OptionAliases.Alias;
import org.jspecify.annotations.Nullable;

/**
 * Walks over arguments in the way of popt, which rsync uses: letters may be bundled, an argument
 * follows its name after {@code =}, behind the letter, or as the next word whatever that starts
 * with; names cannot be abbreviated; a lone {@code -} is not an option, and {@code --} ends them.
 * Words that are not options are collected. Names of the user's own are replaced by what they stand
 * for.
 */
final class OptionScanner {

  /** How deep the user's names may stand for each other, as with popt. */
  private static final int MOST_LEVELS = 10;

  /** In an option's argument this stands for the next word that is no option. */
  private static final byte[] NEXT_WORD = Bytes.of("!#:+");

  private final OptionTable table;
  private final OptionAliases aliases;
  private final Level line;
  private Level level;
  private final List<byte[]> positional = new ArrayList<>();
  private boolean optionsEnded;
  private byte[] value = Bytes.EMPTY;
  private int number;

  OptionScanner(OptionTable table, OptionAliases aliases, List<byte[]> words) {
    this.table = table;
    this.aliases = aliases;
    this.line = new Level(words, null, null);
    this.level = line;
  }

  /** The words of the command line, or those that an alias stands for. */
  private static final class Level {
    final List<byte[]> words;
    final @Nullable Alias alias;
    final @Nullable Level below;
    final int depth;
    int next;
    byte[] bundle = Bytes.EMPTY;
    int bundleAt;

    Level(List<byte[]> words, @Nullable Alias alias, @Nullable Level below) {
      // A copy, since words are taken out where others ask for them.
      this.words = new ArrayList<>(words);
      this.alias = alias;
      this.below = below;
      this.depth = below == null ? 1 : below.depth + 1;
    }

    boolean hasWord() {
      return next < words.size();
    }

    boolean hasLetter() {
      return bundleAt < bundle.length;
    }
  }

  /** The words that are no options, complete when {@link #next} has returned null. */
  List<byte[]> positional() {
    return positional;
  }

  /** The text given to the option that {@link #next} returned. */
  byte[] value() {
    return value;
  }

  /** The number given to the option that {@link #next} returned. */
  int number() {
    return number;
  }

  /**
   * The next option, or null when there are no more.
   *
   * @throws Mistake if the word is none that the table knows, or its argument is missing or wrong
   */
  @Nullable OptionSpec next() throws Mistake {
    while (true) {
      if (level.hasLetter()) {
        Alias alias = unlessUsed(aliases.letter(level.bundle[level.bundleAt]));
        if (alias == null) {
          return letter();
        }
        level.bundleAt++;
        replace(alias, null);
      } else if (level.hasWord()) {
        OptionSpec option = word(level.words.get(level.next++));
        if (option != null) {
          return option;
        }
      } else if (!leaveLevel()) {
        return null;
      }
    }
  }

  private boolean leaveLevel() {
    Level below = level.below;
    if (below == null) {
      return false;
    }
    level = below;
    return true;
  }

  /** Takes a word; what it begins with if it is an option, or null. */
  private @Nullable OptionSpec word(byte[] word) throws Mistake {
    if (optionsEnded || word.length < 2 || word[0] != '-') {
      positional.add(word);
      return null;
    }
    if (word.length == 2 && word[1] == '-') {
      optionsEnded = true;
      return null;
    }
    // A long name of the user's own may have one dash or two.
    int start = word[1] == '-' ? 2 : 1;
    int equals = Bytes.indexOf(word, '=', start);
    Alias alias = unlessUsed(aliases.name(word, start, equals < 0 ? word.length : equals));
    if (alias != null) {
      replace(alias, equals < 0 ? null : Bytes.from(word, equals + 1));
      return null;
    }
    if (start == 2) {
      return longName(word, equals);
    }
    level.bundle = word;
    level.bundleAt = 1;
    return null;
  }

  /** An alias may stand for more of the option that it is named like. */
  private @Nullable Alias unlessUsed(@Nullable Alias alias) {
    return alias == null || alias.equals(level.alias) ? null : alias;
  }

  private void replace(Alias alias, byte @Nullable [] argument) throws Mistake {
    if (level.depth == MOST_LEVELS) {
      throw mistake("aliases nested too deeply");
    }
    level = new Level(alias.words(), alias, level);
    if (argument != null && argument.length > 0) {
      level.words.add(argument);
    }
  }

  private OptionSpec longName(byte[] word, int equals) throws Mistake {
    OptionSpec spec = table.name(word, 2, equals < 0 ? word.length : equals);
    if (spec == null) {
      throw mistake("unknown option");
    }
    if (spec.argument() != ArgumentKind.NONE) {
      take(spec, equals < 0 ? followingWord() : Bytes.from(word, equals + 1));
    } else if (equals >= 0) {
      throw mistake("option does not take an argument");
    }
    return spec;
  }

  private OptionSpec letter() throws Mistake {
    Level l = level;
    OptionSpec spec = table.letter(l.bundle[l.bundleAt++]);
    if (spec == null) {
      throw mistake("unknown option");
    }
    boolean equals = l.hasLetter() && l.bundle[l.bundleAt] == '=';
    if (spec.argument() == ArgumentKind.NONE) {
      if (equals) {
        throw mistake("option does not take an argument");
      }
    } else if (l.hasLetter()) {
      byte[] rest = Bytes.from(l.bundle, equals ? l.bundleAt + 1 : l.bundleAt);
      l.bundleAt = l.bundle.length;
      take(spec, rest);
    } else {
      take(spec, followingWord());
    }
    return spec;
  }

  /** The last name in an alias takes its argument from what stands behind the alias. */
  private byte[] followingWord() throws Mistake {
    while (!level.hasWord()) {
      if (!leaveLevel()) {
        throw mistake("missing argument");
      }
    }
    return level.words.get(level.next++);
  }

  private void take(OptionSpec spec, byte[] argument) throws Mistake {
    value = withNextWord(argument);
    if (spec.argument() == ArgumentKind.NUMBER) {
      try {
        number = NumberArgument.parse(value);
      } catch (NumberFormatException e) {
        throw mistake(String.valueOf(e.getMessage()));
      }
    }
  }

  private byte[] withNextWord(byte[] argument) {
    int at = Bytes.indexOf(argument, NEXT_WORD, 0);
    byte[] word = at < 0 ? null : takeOut();
    if (word == null) {
      return argument;
    }
    byte[] head = java.util.Arrays.copyOf(argument, at);
    byte[] tail = Bytes.from(argument, at + NEXT_WORD.length);
    return Bytes.concat(Bytes.text(head), Bytes.concat(Bytes.text(word), withNextWord(tail)));
  }

  /** Takes the next word that is no option out of where it stands; null where there is none. */
  private byte @Nullable [] takeOut() {
    for (Level from = level; from != null; from = from.below) {
      for (int i = from.next; i < from.words.size(); i++) {
        byte[] word = from.words.get(i);
        if (word.length == 0 || word[0] != '-') {
          return from.words.remove(i);
        }
      }
    }
    return null;
  }

  /** Names the last word of the command line that was read, as popt does. */
  private Mistake mistake(String what) {
    return new Mistake(Bytes.text(line.words.get(line.next - 1)) + ": " + what);
  }

  /** A word that cannot be read; the message names it. */
  static final class Mistake extends Exception {
    private static final long serialVersionUID = 1L;

    Mistake(String message) {
      super(message, null, false, false);
    }
  }
}
