package org.jrsync.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jrsync.engine.filter.Wildmatch;
import org.jrsync.engine.report.TextBuilder;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/**
 * The rules of {@code --usermap} or {@code --groupmap}: {@code FROM:TO} with commas between, where
 * FROM is a number, a range of numbers, a name or a name with wildcards, and an empty name stands
 * for ids without one. The first that fits decides.
 */
final class OwnerMapRules {

  private final List<Rule> rules;

  private OwnerMapRules(List<Rule> rules) {
    this.rules = rules;
  }

  /** One rule: by numbers where there is no name. */
  private record Rule(
      long first, long last, byte @Nullable [] name, @Nullable Wildmatch pattern, int local) {
    boolean fits(int id, byte[] peerName) {
      if (pattern != null) {
        return pattern.matches(peerName);
      }
      if (name != null) {
        return Arrays.equals(name, peerName);
      }
      long number = id & 0xFFFF_FFFFL;
      return number >= first && number <= last;
    }
  }

  /**
   * Reads a map.
   *
   * @param option its name without dashes, for messages
   * @param lookup finds the id of a local name
   * @param warnings told of local names that there are not, whose rules are left out
   * @throws RsyncException where it makes no sense
   */
  static OwnerMapRules parse(
      byte[] map, String option, Function<byte[], OptionalInt> lookup, Consumer<byte[]> warnings) {
    List<Rule> rules = new ArrayList<>();
    // From the end, as rsync does, so that of several mistakes the same one is told.
    for (int end = map.length; end >= 0; ) {
      int start = end;
      while (start > 0 && map[start - 1] != ',') {
        start--;
      }
      Rule rule = rule(Arrays.copyOfRange(map, start, end), option, lookup, warnings);
      if (rule != null) {
        rules.addFirst(rule);
      }
      end = start - 1;
    }
    return new OwnerMapRules(List.copyOf(rules));
  }

  private static @Nullable Rule rule(
      byte[] text, String option, Function<byte[], OptionalInt> lookup, Consumer<byte[]> warnings) {
    int colon = indexOf(text, ':', 0);
    if (colon < 0) {
      throw mistake("No colon found in --" + option + ": ", text);
    }
    if (colon == text.length - 1) {
      throw mistake("No name found after colon --" + option + ": ", text);
    }
    byte[] from = Arrays.copyOf(text, colon);
    byte[] to = Arrays.copyOfRange(text, colon + 1, text.length);
    long first = 0;
    long last = 0;
    byte[] name = null;
    if (from.length > 0 && isDigit(from[0])) {
      int dash = indexOf(from, '-', 0);
      checkNumbers(from, dash, option);
      first = number(dash < 0 ? from : Arrays.copyOf(from, dash));
      last = dash < 0 ? 0 : number(Arrays.copyOfRange(from, dash + 1, from.length));
      last = last == 0 ? first : last;
    } else {
      name = from;
    }
    OptionalInt local = idOf(to, lookup);
    if (local.isEmpty()) {
      warnings.accept(line("Unknown --" + option + " name on receiver: ", to));
      return null;
    }
    Wildmatch pattern = name != null && hasWildcard(name) ? Wildmatch.compile(name) : null;
    return new Rule(first, last, name, pattern, local.getAsInt());
  }

  /** The id that a name or a number stands for, if there is one. */
  static OptionalInt idOf(byte[] name, Function<byte[], OptionalInt> lookup) {
    if (name.length == 0) {
      return OptionalInt.empty();
    }
    return allDigits(name) ? OptionalInt.of((int) number(name)) : lookup.apply(name);
  }

  private static void checkNumbers(byte[] from, int dash, String option) {
    boolean bad = dash >= 0 && (dash == from.length - 1 || indexOf(from, '-', dash + 1) >= 0);
    for (byte b : from) {
      bad |= !isDigit(b) && b != '-';
    }
    if (bad) {
      throw mistake("Invalid number in --" + option + ": ", from);
    }
  }

  private static long number(byte[] digits) {
    long value = 0;
    for (byte b : digits) {
      value = value * 10 + b - '0';
      if (value > 0xFFFF_FFFFL) {
        throw mistake("Invalid ID number: ", digits);
      }
    }
    return value;
  }

  /**
   * The local id that the rules give.
   *
   * @param name the peer's name for the id, empty for none
   */
  OptionalInt map(int id, byte[] name) {
    for (Rule rule : rules) {
      if (rule.fits(id, name)) {
        return OptionalInt.of(rule.local);
      }
    }
    return OptionalInt.empty();
  }

  private static RsyncException mistake(String before, byte[] text) {
    byte[] message = new TextBuilder().text(before).bytes(text).toBytes();
    return new RsyncException(ExitCode.SYNTAX, new String(message, StandardCharsets.ISO_8859_1));
  }

  private static byte[] line(String before, byte[] text) {
    return new TextBuilder().text(before).bytes(text).text("\n").toBytes();
  }

  private static boolean hasWildcard(byte[] name) {
    return indexOf(name, '*', 0) >= 0 || indexOf(name, '[', 0) >= 0 || indexOf(name, '?', 0) >= 0;
  }

  private static boolean allDigits(byte[] text) {
    for (byte b : text) {
      if (!isDigit(b)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static int indexOf(byte[] text, char c, int from) {
    for (int i = from; i < text.length; i++) {
      if (text[i] == c) {
        return i;
      }
    }
    return -1;
  }
}
