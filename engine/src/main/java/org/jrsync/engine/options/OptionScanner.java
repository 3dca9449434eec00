package org.jrsync.engine.options;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks over arguments in the way of popt, which rsync uses: letters may be bundled, an argument
 * follows its name after {@code =}, behind the letter, or as the next word whatever that starts
 * with; names cannot be abbreviated; a lone {@code -} is not an option, and {@code --} ends them.
 * Words that are not options are collected.
 */
final class OptionScanner {

  private final OptionTable table;
  private final List<byte[]> words;
  private final List<byte[]> positional = new ArrayList<>();
  private int next;
  private byte[] bundle = Bytes.EMPTY;
  private int bundleAt;
  private byte[] value = Bytes.EMPTY;
  private int number;

  OptionScanner(OptionTable table, List<byte[]> words) {
    this.table = table;
    this.words = words;
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
    if (bundleAt < bundle.length) {
      return letter();
    }
    while (next < words.size()) {
      byte[] word = words.get(next++);
      if (word.length < 2 || word[0] != '-') {
        positional.add(word);
      } else if (word[1] != '-') {
        bundle = word;
        bundleAt = 1;
        return letter();
      } else if (word.length == 2) {
        positional.addAll(words.subList(next, words.size()));
        next = words.size();
      } else {
        return longName(word);
      }
    }
    return null;
  }

  private OptionSpec longName(byte[] word) throws Mistake {
    int equals = Bytes.indexOf(word, '=', 2);
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
    OptionSpec spec = table.letter(bundle[bundleAt++]);
    if (spec == null) {
      throw mistake("unknown option");
    }
    boolean equals = bundleAt < bundle.length && bundle[bundleAt] == '=';
    if (spec.argument() == ArgumentKind.NONE) {
      if (equals) {
        throw mistake("option does not take an argument");
      }
    } else if (bundleAt < bundle.length) {
      byte[] rest = Bytes.from(bundle, equals ? bundleAt + 1 : bundleAt);
      bundleAt = bundle.length;
      take(spec, rest);
    } else {
      take(spec, followingWord());
    }
    return spec;
  }

  private byte[] followingWord() throws Mistake {
    if (next == words.size()) {
      throw mistake("missing argument");
    }
    return words.get(next++);
  }

  private void take(OptionSpec spec, byte[] argument) throws Mistake {
    value = argument;
    if (spec.argument() == ArgumentKind.NUMBER) {
      try {
        number = NumberArgument.parse(argument);
      } catch (NumberFormatException e) {
        throw mistake(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Names the last word that was read, as popt does. */
  private Mistake mistake(String what) {
    return new Mistake(Bytes.text(words.get(next - 1)) + ": " + what);
  }

  /** A word that cannot be read; the message names it. */
  static final class Mistake extends Exception {
    private static final long serialVersionUID = 1L;

    Mistake(String message) {
      super(message, null, false, false);
    }
  }
}
