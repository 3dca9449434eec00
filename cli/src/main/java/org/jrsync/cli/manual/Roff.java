package org.jrsync.cli.manual;

import java.util.regex.Pattern;

/**
 * Turns the markup of the texts into the man macros of roff. A line is one of
 *
 * <ul>
 *   <li>nothing: the end of a paragraph, and two such lines also the end of an explanation;
 *   <li>{@code [TITLE]}: a section, and {@code == Title} one within;
 *   <li>{@code = words}: what the next paragraph explains;
 *   <li>{@code * words}: an item of a list;
 *   <li>four blanks and more: shown as it is;
 *   <li>anything else: words of a paragraph.
 * </ul>
 *
 * <p>In words, {@code `backquotes`} are around what is typed, and {@code <THIS>} stands for
 * something else.
 */
final class Roff {

  private static final String INDENT = "    ";
  private static final Pattern MACRO = Pattern.compile("(?m)^(?=[.'])");

  private final StringBuilder out;

  /** The lines of the paragraph or item that is being read. */
  private final StringBuilder words = new StringBuilder();

  /** Whether a paragraph macro has just been written, which the next words need no more. */
  private boolean fresh = true;

  private boolean verbatim;
  private boolean bullets;

  /** Within the body of a term, whose further paragraphs are indented. */
  private boolean indented;

  /** Whether the last line was empty. */
  private boolean empty;

  Roff(StringBuilder out) {
    this.out = out;
  }

  /** A term in bold, whose explanation follows. */
  void term(String term) {
    endLists();
    out.append(".TP\n").append(words(term)).append('\n');
    fresh = true;
    indented = true;
  }

  /** Writes lines of the markup. */
  void text(String text) {
    text.lines().forEach(this::line);
    endLists();
  }

  private void line(String line) {
    if (line.startsWith(INDENT)) {
      verbatim(line.substring(INDENT.length()));
    } else if (line.startsWith("* ")) {
      endVerbatim();
      endWords();
      out.append(bullets ? "" : ".RS\n").append(".IP \\(bu 2\n");
      bullets = true;
      fresh = true;
      words.append(line, 2, line.length()).append('\n');
    } else if (line.isEmpty()) {
      endLists();
      indented &= !empty;
      fresh = false;
      empty = true;
      return;
    } else if (line.startsWith("[")) {
      heading(".SH ", line.substring(1, line.length() - 1));
    } else if (line.startsWith("== ")) {
      heading(".SS ", line.substring(3));
    } else if (line.startsWith("= ")) {
      term(line.substring(2));
    } else {
      endVerbatim();
      words.append(line).append('\n');
    }
    empty = false;
  }

  private void heading(String macro, String title) {
    endLists();
    out.append(macro).append(escaped(title, true)).append('\n');
    fresh = true;
    indented = false;
  }

  private void verbatim(String line) {
    if (!verbatim) {
      endLists();
      out.append(fresh ? "" : paragraph()).append(indented ? ".EX\n" : ".RS 4\n.EX\n");
      verbatim = true;
    }
    out.append(guarded(escaped(line, true))).append('\n');
  }

  private String paragraph() {
    return indented ? ".IP\n" : ".PP\n";
  }

  private void endWords() {
    if (!words.isEmpty()) {
      out.append(fresh ? "" : paragraph()).append(words(words.toString()));
      words.setLength(0);
      fresh = true;
    }
  }

  private void endVerbatim() {
    if (verbatim) {
      out.append(indented ? ".EE\n" : ".EE\n.RE\n");
      verbatim = false;
      fresh = false;
    }
  }

  private void endLists() {
    endVerbatim();
    endWords();
    if (bullets) {
      out.append(".RE\n");
      bullets = false;
      fresh = false;
    }
  }

  /** Words in roff. */
  static String words(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    boolean code = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int end = c == '<' ? placeholderEnd(text, i) : -1;
      if (c == '`') {
        code = !code;
        out.append(code ? "\\fB" : "\\fR");
      } else if (end > 0) {
        out.append("\\fI").append(text, i + 1, end).append(code ? "\\fB" : "\\fR");
        i = end;
      } else {
        out.append(escaped(String.valueOf(c), code));
      }
    }
    return guarded(out.toString());
  }

  /** The end of {@code <THIS>} that begins at {@code start}, or -1. */
  private static int placeholderEnd(String line, int start) {
    int end = start + 1;
    while (end < line.length() && placeholder(line.charAt(end))) {
      end++;
    }
    return end > start + 1 && end < line.length() && line.charAt(end) == '>' ? end : -1;
  }

  private static boolean placeholder(char c) {
    return Character.isUpperCase(c) || c == '_' || c == '-' || c == ':';
  }

  /** What is typed keeps its hyphens and quotes, which roff would otherwise typeset. */
  private static String escaped(String text, boolean typed) {
    String escaped = text.replace("\\", "\\e");
    return typed
        ? escaped
            .replace("-", "\\-")
            .replace("'", "\\(aq")
            .replace("`", "\\(ga")
            .replace("~", "\\(ti")
            .replace("^", "\\(ha")
        : escaped;
  }

  /** Lines whose beginning must not look like a macro. */
  private static String guarded(String lines) {
    return MACRO.matcher(lines).replaceAll("\\\\&");
  }
}
