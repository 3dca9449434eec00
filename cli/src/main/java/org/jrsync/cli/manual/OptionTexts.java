package org.jrsync.cli.manual;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the texts about options. Such a file is made of lines that begin with
 *
 * <ul>
 *   <li>{@code [} for the heading of a section: {@code [Title]}, or {@code [(Title)]} for one that
 *       help texts leave out;
 *   <li>{@code -} for an option: {@code --name} or {@code --name=ARGUMENT}, where the name is the
 *       first of those that the option table has for it;
 *   <li>{@code & } for a parameter of the daemon's configuration, with its name;
 *   <li>{@code help: }, {@code off: } and {@code values: } behind that, for {@link
 *       OptionText#help}, {@link OptionText#off} and {@link OptionText#values};
 *   <li>{@code #} for a comment;
 *   <li>anything else for {@link OptionText#prose} of the last option.
 * </ul>
 */
final class OptionTexts {

  private static final String HELP = "help: ";
  private static final String OFF = "off: ";
  private static final String VALUES = "values: ";

  private final List<OptionText> texts = new ArrayList<>(160);
  private String section = "";
  private boolean listed = true;
  private String name = "";
  private String argument = "";
  private String help = "";
  private String off = "";
  private String values = "";
  private final StringBuilder prose = new StringBuilder(2048);

  private final boolean withProse;

  private OptionTexts(boolean withProse) {
    this.withProse = withProse;
  }

  /** The options of transfers, in the order they are told in. */
  static List<OptionText> ofTransfers() {
    return parse(text("options.txt"));
  }

  /** The options of {@code --daemon}. */
  static List<OptionText> ofDaemon() {
    return parse(text("daemon-options.txt"));
  }

  /** The parameters of {@code rsyncd.conf}. */
  static List<OptionText> ofParameters() {
    return parse(text("rsyncd-parameters.txt"));
  }

  /** The options of transfers without their prose, which is most of the file. */
  static List<OptionText> inShortOfTransfers() {
    return parse(text("options.txt"), false);
  }

  /** The options of {@code --daemon} without their prose. */
  static List<OptionText> inShortOfDaemon() {
    return parse(text("daemon-options.txt"), false);
  }

  /** A text file that stands beside this class. */
  static String text(String resource) {
    try (InputStream in = OptionTexts.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<OptionText> parse(String text) {
    return parse(text, true);
  }

  private static List<OptionText> parse(String text, boolean withProse) {
    OptionTexts reader = new OptionTexts(withProse);
    for (int start = 0, end; start < text.length(); start = end + 1) {
      end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      reader.line(text, start, end);
    }
    reader.endOption();
    return List.copyOf(reader.texts);
  }

  private void line(String text, int start, int end) {
    char first = start == end ? ' ' : text.charAt(start);
    if (first == '[') {
      endOption();
      String title = text.substring(start + 1, end - 1);
      listed = !title.startsWith("(");
      section = listed ? title : title.substring(1, title.length() - 1);
    } else if (first == '-') {
      endOption();
      int equals = text.substring(start, end).indexOf('=');
      name = text.substring(start, equals < 0 ? end : start + equals);
      argument = equals < 0 ? "" : text.substring(start + equals + 1, end);
    } else if (first == '&') {
      endOption();
      name = text.substring(start + "& ".length(), end);
    } else if (text.startsWith(HELP, start)) {
      help = text.substring(start + HELP.length(), end);
    } else if (text.startsWith(OFF, start)) {
      off = text.substring(start + OFF.length(), end);
    } else if (text.startsWith(VALUES, start)) {
      values = text.substring(start + VALUES.length(), end);
    } else if (withProse && first != '#') {
      prose.append(text, start, end).append('\n');
    }
  }

  private void endOption() {
    if (!name.isEmpty()) {
      List<String> words = values.isEmpty() ? List.of() : List.of(values.split(" ", -1));
      String paragraphs = prose.toString().strip();
      texts.add(new OptionText(name, argument, section, listed, help, off, words, paragraphs));
    }
    name = "";
    argument = "";
    help = "";
    off = "";
    values = "";
    prose.setLength(0);
  }
}
