package org.jrsync.cli.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jrsync.engine.options.OptionFamily;

/** The list of all options in Markdown: names, meaning, state, and tests. */
final class OptionsDocument {

  private static final String INTRODUCTION =
      """
      # Options

      Every option of rsync 3.5.1, as the option table has it. `docs/generate` makes this file, the man page
      ([man/jrsync.1](man/jrsync.1)) and the completion scripts ([completions](../completions)) anew.

      - *State*: all work; what Linux has not, such as `--crtimes`, is refused as rsync refuses it there.
      - *Tested in*: the test classes that use the option in their command lines, those first that are most about it, found by
        looking for its names in their sources. Tests that have the option set in another way are not found. Tests of the
        grammar alone (package `engine.options`) are named only where there are no others.

      """;

  private final StringBuilder out = new StringBuilder(64_000);
  private final TestIndex tests;

  private OptionsDocument(TestIndex tests) {
    this.tests = tests;
  }

  static String of(TestIndex tests) {
    OptionsDocument document = new OptionsDocument(tests);
    document.out.append(INTRODUCTION);
    document.state();
    document.table(OptionFamily.ofTransfers(), OptionTexts.ofTransfers());
    document.table(OptionFamily.ofDaemon(), OptionTexts.ofDaemon());
    return document.out.toString();
  }

  private void state() {
    List<OptionFamily> all = new ArrayList<>(OptionFamily.ofTransfers());
    all.addAll(OptionFamily.ofDaemon());
    out.append(all.size()).append(" options, which all work.\n");
  }

  private void table(List<OptionFamily> families, List<OptionText> texts) {
    Map<String, OptionFamily> byName = HelpText.byName(families);
    String section = "";
    for (OptionText text : texts) {
      OptionFamily family = byName.get(text.name());
      if (family == null) {
        continue;
      }
      if (!text.section().equals(section)) {
        section = text.section();
        out.append("\n## ").append(section).append("\n\n");
        out.append("| Option | What it does | State | Tested in |\n| --- | --- | --- | --- |\n");
      }
      row(family.names(), text.argument(), text.help());
      if (!family.off().isEmpty()) {
        String help = text.off().isEmpty() ? "not " + name(family.name(), "") : text.off();
        row(family.off(), "", help);
      }
    }
  }

  private void row(List<String> names, String argument, String help) {
    List<String> shown = new ArrayList<>();
    for (String name : names) {
      shown.add(name(name, shown.isEmpty() ? argument : ""));
    }
    out.append("| ").append(String.join(", ", shown));
    out.append(" | ").append(help.replace("|", "\\|"));
    out.append(" | works | ").append(tested(names)).append(" |\n");
  }

  private static String name(String name, String argument) {
    return "`" + name + (argument.isEmpty() ? "" : "=" + argument) + "`";
  }

  private String tested(List<String> names) {
    List<String> all = tests.of(names);
    List<String> real = new ArrayList<>(all);
    real.removeIf(tests::isGrammar);
    if (real.isEmpty() && !all.isEmpty()) {
      return "grammar alone: " + String.join(", ", all);
    }
    return TestIndex.shown(real);
  }
}
