package org.jrsync.engine.options;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jrsync.engine.filter.Wildmatch;
import org.jspecify.annotations.Nullable;

/**
 * Option names of the user's own, each of which stands for other words. They are defined in popt's
 * configuration files ({@code /etc/popt}, {@code ~/.popt}) by lines such as {@code rsync alias
 * --mirror -a --delete}; see popt(3). Lines of other programs, and those that name a program to run
 * in place of this one ({@code exec}), count for nothing here.
 */
public final class OptionAliases {

  /** No names of the user's own. */
  public static final OptionAliases NONE = new OptionAliases(List.of());

  private static final byte[] PROGRAM = Bytes.of("rsync");
  private static final byte[] ALIAS = Bytes.of("alias");

  /** What choose the program's role always mean themselves. */
  private static final List<String> UNCHANGEABLE = List.of("daemon", "server");

  /** Words for popt's own help texts. */
  private static final List<String> DESCRIPTIONS = List.of("--POPTdesc=", "--POPTargs=");

  private final List<Alias> aliases;

  private OptionAliases(List<Alias> aliases) {
    this.aliases = aliases;
  }

  /**
   * One name.
   *
   * @param longName without its dashes; empty for a letter
   * @param letter 0 for a long name
   * @param words what it stands for
   */
  record Alias(String longName, byte letter, List<byte[]> words) {}

  /** Reads configuration files, of which the later ones come first. */
  public static OptionAliases of(List<byte[]> files) {
    List<Alias> found = new ArrayList<>();
    for (byte[] file : files) {
      for (byte[] line : lines(file)) {
        Alias alias = alias(line);
        if (alias != null && !UNCHANGEABLE.contains(alias.longName)) {
          found.add(alias);
        }
      }
    }
    return found.isEmpty() ? NONE : new OptionAliases(found);
  }

  /** The alias with this long name, or null. */
  @Nullable Alias name(byte[] text, int start, int end) {
    if (aliases.isEmpty() || start == end) {
      return null;
    }
    String name = Bytes.text(Arrays.copyOfRange(text, start, end));
    for (Alias alias : aliases.reversed()) {
      if (alias.longName.equals(name)) {
        return alias;
      }
    }
    return null;
  }

  /** The alias with this letter, or null. */
  @Nullable Alias letter(byte letter) {
    for (Alias alias : aliases.reversed()) {
      if (alias.letter == letter) {
        return alias;
      }
    }
    return null;
  }

  /** The lines, continued ones joined; one without an end does not count, as with popt. */
  private static List<byte[]> lines(byte[] file) {
    List<byte[]> lines = new ArrayList<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int i = 0; i < file.length; i++) {
      if (file[i] == '\\' && i + 1 < file.length) {
        i++;
        if (file[i] != '\n') {
          line.write('\\');
          line.write(file[i]);
        }
      } else if (file[i] == '\n') {
        lines.add(line.toByteArray());
        line.reset();
      } else {
        line.write(file[i]);
      }
    }
    return lines;
  }

  private static @Nullable Alias alias(byte[] line) {
    int[] at = {skip(line, 0, true)};
    byte[] program = field(line, at);
    byte[] kind = field(line, at);
    byte[] option = field(line, at);
    boolean concerned =
        program.length > 0
            && program[0] != '#'
            && Arrays.equals(kind, ALIAS)
            && Wildmatch.compile(program).matches(PROGRAM);
    if (!concerned || at[0] == line.length || option.length < 2 || option[0] != '-') {
      return null;
    }
    List<byte[]> words = words(line, at[0]);
    words.removeIf(word ->
        DESCRIPTIONS.stream().anyMatch(start -> Bytes.startsWith(word, Bytes.of(start), 0)));
    if (option[1] == '-') {
      return new Alias(Bytes.text(Bytes.from(option, 2)), (byte) 0, words);
    }
    return option.length == 2 ? new Alias("", option[1], words) : null;
  }

  /** Takes the bytes up to the next blank; {@code at} moves on to what follows the blanks. */
  private static byte[] field(byte[] line, int[] at) {
    int end = skip(line, at[0], false);
    byte[] field = Arrays.copyOfRange(line, at[0], end);
    at[0] = skip(line, end, true);
    return field;
  }

  private static int skip(byte[] line, int from, boolean blanks) {
    int at = from;
    while (at < line.length && isBlank(line[at]) == blanks) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  /**
   * Splits at blanks. Quotes and backslashes keep them; within quotes a backslash counts only
   * before the same quote. Empty words vanish.
   */
  private static List<byte[]> words(byte[] line, int from) {
    List<byte[]> words = new ArrayList<>();
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    byte quote = 0;
    for (int i = from; i < line.length; i++) {
      byte b = line[i];
      if (quote != 0 && b == quote) {
        quote = 0;
      } else if (b == '\\' && i + 1 < line.length) {
        i++;
        if (quote != 0 && line[i] != quote) {
          word.write(b);
        }
        word.write(line[i]);
      } else if (quote == 0 && (b == '"' || b == '\'')) {
        quote = b;
      } else if (quote == 0 && isBlank(b)) {
        end(word, words);
      } else {
        word.write(b);
      }
    }
    end(word, words);
    return words;
  }

  private static void end(ByteArrayOutputStream word, List<byte[]> words) {
    if (word.size() > 0) {
      words.add(word.toByteArray());
      word.reset();
    }
  }
}
