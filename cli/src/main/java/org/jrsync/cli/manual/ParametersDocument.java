package org.jrsync.cli.manual;

import java.util.List;
import java.util.Objects;
import org.jrsync.daemon.config.Parameter;

/** The list of all parameters of {@code rsyncd.conf} in Markdown. */
final class ParametersDocument {

  private static final String INTRODUCTION =
      """
      # Parameters of rsyncd.conf

      Every parameter that rsync 3.5.1 knows, and those of jrsync's own, as the parameter table has them. `docs/generate` makes this
      file and the man page ([man/jrsyncd.conf.5](man/jrsyncd.conf.5)) anew. `jrsync --daemon --check-config` looks at a file of yours
      ([operations.md](operations.md)); [decisions/0001-daemon.md](decisions/0001-daemon.md) tells what this daemon does in its own way.

      - *Where*: "daemon" for those that stand before all modules, "module" for those of a section; the latter, before all
        modules, are defaults for those that follow.
      - *Whose*: a parameter of rsync's, or one of jrsync's own, in whose name blanks, hyphens and underscores are equal.
      - *Tested in*: the test classes that set the parameter, those first that do so most often, found by looking for `name = value`
        in the configurations in their sources.

      """;

  private final StringBuilder out = new StringBuilder(32_000);

  private ParametersDocument() {}

  static String of(TestIndex tests) {
    ParametersDocument document = new ParametersDocument();
    document.out.append(INTRODUCTION);
    document.out.append(Parameter.values().length).append(" parameters.\n");
    String section = "";
    for (OptionText text : OptionTexts.ofParameters()) {
      if (!text.section().equals(section)) {
        section = text.section();
        document.out.append("\n## ").append(section).append("\n\n");
        document.out.append("| Parameter | Where | Default | What it says | Whose | Tested in |\n");
        document.out.append("| --- | --- | --- | --- | --- | --- |\n");
      }
      document.row(text, tests);
    }
    return document.out.toString();
  }

  private void row(OptionText text, TestIndex tests) {
    Parameter p = Objects.requireNonNull(Parameter.named(text.name()), text.name());
    List<String> found = tests.ofParameter(p);
    out.append("| `").append(text.name()).append("` | ");
    out.append(p.scope() == Parameter.Scope.GLOBAL ? "daemon" : "module").append(" | ");
    out.append(initial(p)).append(" | ").append(text.help()).append(" | ");
    out.append(p.state() == Parameter.State.OURS ? "jrsync's" : "rsync's").append(" | ");
    out.append(TestIndex.shown(found)).append(" |\n");
  }

  /** The default as it would stand in the file. */
  static String initial(Parameter p) {
    return switch (p.initial()) {
      case null -> "";
      case Boolean flag -> flag ? "`yes`" : "`no`";
      case Object value -> value.toString().isEmpty() ? "" : "`" + value + "`";
    };
  }
}
