package org.jrsync.cli.manual;

import java.util.List;
import java.util.Map;
import org.jrsync.engine.options.Debug;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.OptionFamily;

/**
 * The man page. Its frame is a text in the markup of {@link Roff}, in which a line in braces stands
 * for what comes from elsewhere: {@code {options}}, {@code {daemon options}}, {@code {serve
 * options}}, {@code {info}} and {@code {debug}}.
 */
final class ManPage {

  /** When the page last changed as a whole. */
  private static final String DATE = "2026-11-26";

  private final StringBuilder out = new StringBuilder(100_000);
  private final Roff roff = new Roff(out);

  private ManPage() {}

  /**
   * The page as roff.
   *
   * @param frame everything but the options
   * @param version the program's version
   */
  static String of(String frame, String version) {
    ManPage page = new ManPage();
    page.out.append(".\\\" Generated from the option table by docs/generate: do not edit.\n");
    page.out
        .append(".TH JRSYNC 1 " + DATE + " \"jrsync ")
        .append(version)
        .append("\" \"User Commands\"\n");
    StringBuilder pending = new StringBuilder();
    for (String line : frame.lines().toList()) {
      if (line.startsWith("{")) {
        page.roff.text(pending.toString());
        pending.setLength(0);
        page.insert(line);
      } else {
        pending.append(line).append('\n');
      }
    }
    page.roff.text(pending.toString());
    return page.out.toString();
  }

  private void insert(String line) {
    switch (line) {
      case "{options}" -> options(OptionFamily.ofTransfers(), OptionTexts.ofTransfers(), true);
      case "{daemon options}" -> options(OptionFamily.ofDaemon(), OptionTexts.ofDaemon(), false);
      case "{info}" -> {
        for (Info flag : Info.values()) {
          flag(flag.name(), FlagHelp.meaning(flag));
        }
      }
      case "{debug}" -> {
        for (Debug flag : Debug.values()) {
          flag(flag.name(), FlagHelp.meaning(flag));
        }
      }
      default -> command(Command.named(line.substring(1, line.indexOf(' '))));
    }
  }

  private void options(List<OptionFamily> families, List<OptionText> texts, boolean sections) {
    Map<String, OptionFamily> byName = HelpText.byName(families);
    String section = "";
    for (OptionText text : texts) {
      OptionFamily family = byName.get(text.name());
      if (family == null) {
        continue;
      }
      if (sections && !text.section().equals(section)) {
        section = text.section();
        roff.text("== " + section + "\n");
      }
      option(family, text);
    }
  }

  private void option(OptionFamily family, OptionText text) {
    StringBuilder names = new StringBuilder();
    for (String name : family.names()) {
      boolean first = names.isEmpty();
      names.append(first ? "`" : ", `").append(name);
      if (!text.argument().isEmpty() && name.startsWith("--")) {
        names.append("=`").append(placeholders(text.argument()));
      } else if (!text.argument().isEmpty()) {
        names.append("` ").append(placeholders(text.argument()));
      } else {
        names.append('`');
      }
    }
    for (String name : family.off()) {
      names.append(", `").append(name).append('`');
    }
    roff.term(names.toString());
    roff.text(text.prose());
  }

  /** The words of an argument's name as placeholders: {@code USER:GROUP} is two. */
  private static String placeholders(String argument) {
    return argument.replaceAll("[A-Z]+", "<$0>");
  }

  private void command(Command command) {
    for (OptionText text : command.options()) {
      String argument = text.argument().isEmpty() ? "`" : "=`" + placeholders(text.argument());
      roff.term("`" + text.name() + argument);
      roff.text(text.prose());
    }
  }

  private void flag(String name, String meaning) {
    roff.term("`" + name + "`");
    roff.text(meaning + "\n");
  }
}
