package org.jrsync.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jrsync.daemon.ServeMain;
import org.jrsync.engine.options.OptionFamily;
import org.jrsync.engine.report.EscapedText;
import org.junit.jupiter.api.Test;

class OptionTextsTest {

  private static final Pattern NAMED = Pattern.compile("`(?:-M)?(--[A-Za-z0-9-]*[A-Za-z0-9])");

  @Test
  void everyOptionHasItsTextAndNoTextLacksItsOption() {
    check(OptionFamily.ofTransfers(), OptionTexts.ofTransfers());
    check(OptionFamily.ofDaemon(), OptionTexts.ofDaemon());
  }

  private static void check(List<OptionFamily> families, List<OptionText> texts) {
    assertThat(texts.stream().map(OptionText::name))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(families.stream().map(OptionFamily::name).toList());
    for (OptionText text : texts) {
      OptionFamily family =
          families.stream().filter(one -> one.name().equals(text.name())).findFirst().orElseThrow();
      assertThat(text.argument().isEmpty()).as(text.name()).isEqualTo(!family.takesArgument());
      assertThat(text.help()).as(text.name()).isNotBlank().doesNotEndWith(".");
      assertThat(text.prose()).as(text.name()).isNotBlank().endsWith(".");
      assertThat(text.off().isEmpty() || !family.off().isEmpty()).as(text.name()).isTrue();
    }
  }

  /** Options that the prose refers to exist, so a renamed or mistyped one is found. */
  @Test
  void whatTheProseNamesIsThere() {
    List<String> names =
        Stream.concat(OptionFamily.ofTransfers().stream(), OptionFamily.ofDaemon().stream())
            .flatMap(family -> Stream.concat(family.names().stream(), family.off().stream()))
            .toList();
    for (OptionText text : OptionTexts.ofTransfers()) {
      assertThat(NAMED.matcher(text.prose()).results().map(match -> match.group(1)))
          .as(text.name())
          .isSubsetOf(names);
    }
  }

  /** The command's own help is not made of the texts, so it is compared with them. */
  @Test
  void serveHasTheOptionsThatItsHelpNames() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.US_ASCII);
    ServeMain.run(
        List.of("--help".getBytes(StandardCharsets.US_ASCII)), stream, stream, EscapedText.ASCII);
    List<String> named =
        Pattern.compile("--[a-z]+")
            .matcher(out.toString(StandardCharsets.US_ASCII))
            .results()
            .map(match -> match.group())
            .distinct()
            .toList();
    assertThat(
            Command.SERVE.options().stream()
                .map(OptionText::name)
                .filter(name -> !name.equals("--help")))
        .containsExactlyInAnyOrderElementsOf(named);
  }

  @Test
  void readsWhatTheFormatHas() {
    List<OptionText> texts =
        OptionTexts.parse(
            """
            # a comment
            [One]
            --colour=NAME
            help: which colour
            off: none at all
            values: red blue
            First `line`,
            second.

            Another paragraph.
            [(Hidden)]
            -Q
            help: hush
            Silence.
            """);
    assertThat(texts)
        .containsExactly(
            new OptionText(
                "--colour",
                "NAME",
                "One",
                true,
                "which colour",
                "none at all",
                List.of("red", "blue"),
                "First `line`,\nsecond.\n\nAnother paragraph."),
            new OptionText("-Q", "", "Hidden", false, "hush", "", List.of(), "Silence."));
  }
}
