package org.jrsync.cli.manual;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.engine.options.Debug;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.OptionFamily;

/**
 * The man page. Its frame is a text in the markup of {@link Roff}, in which a line in braces stands
 * for what comes from elsewhere: {@code {options}}, {@code {daemon options}}, {@code {serve
 * options}}, {@code {parameters}}, {@code {info}} and {@code {debug}}.
 */
final class ManPage {

  /** The heading of a page. */
  record Title(String name, int section, String manual) {}

  /** When the page last changed as a whole. */
  private static final String DATE = "2026-11-26";

  private final StringBuilder out = new StringBuilder(100_000);
  private final Roff roff = new Roff(out);

  private ManPage() {}

  /**
   * The page as roff.
   *
   * @param title its name, its section and that section's title, as the heading has them
   * @param frame everything but the options
   * @param version the program's version
   */
  static String of(Title title, String frame, String version) {
    ManPage page = new ManPage();
    page.out.append(".\\\" Generated from tables in the sources by docs/generate: do not edit.\n");
    page.out.append(".TH ").append(title.name()).append(' ').append(title.section());
    page.out.append(" " + DATE + " \"jrsync ").append(version).append("\" \"");
    page.out.append(title.manual()).append("\"\n");
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
      case "{parameters}" -> parameters();
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

  private void parameters() {
    String section = "";
    for (OptionText text : OptionTexts.ofParameters()) {
      if (!text.section().equals(section)) {
        section = text.section();
        roff.text("== " + section + "\n");
      }
      Parameter p = Objects.requireNonNull(Parameter.named(text.name()), text.name());
      String initial = ParametersDocument.initial(p);
      roff.term("`" + text.name() + "`");
      roff.text(sentence(p, text.help(), initial) + "\n" + text.prose());
    }
  }

  private static String sentence(Parameter p, String help, String initial) {
    String first = Character.toUpperCase(help.charAt(0)) + help.substring(1) + ".";
    String own = p.state() == Parameter.State.OURS ? " A parameter of jrsync's own." : "";
    return first + own + (initial.isEmpty() ? "" : " The default is " + initial + ".");
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
