package org.jrsync.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jrsync.engine.filter.FilterTesting.bytes;
import static org.jrsync.engine.filter.FilterTesting.parser;
import static org.jrsync.engine.filter.FilterTesting.rules;

import java.util.ArrayList;
import java.util.List;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.RsyncException;
import org.junit.jupiter.api.Test;

/** Messages are those of rsync 3.5.1 for the same rule. */
class FilterParserTest {
  @Test
  void perDirectoryFilesAreLimitedAndRepeatedOnesFree() {
    FilterParser parser = FilterTesting.parser();
    for (int i = 0; i < 300_000; i++) {
      parser.filter(bytes(": .f" + i % RuleBlock.MAX_MERGES));
    }
    assertThat(parser.build().size()).isEqualTo(RuleBlock.MAX_MERGES);
    assertThatThrownBy(() -> parser.filter(bytes(": .more")))
        .hasMessageContaining("limit of " + RuleBlock.MAX_MERGES)
        .isInstanceOfSatisfying(
            RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.MALLOC));
  }

  /** Each file names the next one twice: without a limit that would be 2^30 files. */
  @Test
  void filesThatMultiplyAreLimited() {
    FilterTesting.Files files = new FilterTesting.Files();
    for (int i = 0; i < 30; i++) {
      files.with("f" + i, ". f" + (i + 1) + "\n. f" + (i + 1) + "\n");
    }
    files.with("f30", "- x\n");
    FilterParser parser = FilterTesting.parser(files);
    assertThatThrownBy(() -> parser.filter(bytes(". f0")))
        .hasMessageContaining("limit of " + RuleReader.MAX_FILES + " filter files")
        .isInstanceOfSatisfying(
            RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.FILE_IO));
  }

  @Test
  void rulesAreLimitedWhereAsked() {
    FilterParser parser = FilterTesting.parser(new FilterTesting.Files().with("f", "a\nb\nc\n"));
    parser.setLimits(3, MemoryBudget.unlimited());
    parser.excludeFrom(bytes("f"));
    assertThatThrownBy(() -> parser.exclude(bytes("d"))).hasMessageContaining("limit of 3");
  }

  @Test
  void refusesWhatIsNoRuleWithRsyncsWords() {
    assertRefused("xfoo", "Unknown filter rule: xfoo");
    assertRefused("excludefoo", "Unknown filter rule: excludefoo");
    assertRefused("-", "unexpected end of filter rule: -");
    assertRefused("- ", "unexpected end of filter rule: - ");
    assertRefused("-q foo", "invalid modifier 'q' at position 1 in filter rule: -q foo");
    assertRefused(".nofile", "invalid modifier 'o' at position 2 in filter rule: .nofile");
    assertRefused(":! foo", "invalid modifier '!' at position 1 in filter rule: :! foo");
    assertRefused("Hs foo", "invalid modifier 's' at position 1 in filter rule: Hs foo");
    assertRefused("!x", "'!' rule has trailing characters: !x");
    assertRefused("clear x", "'!' rule has trailing characters: clear x");
  }

  private static void assertRefused(String rule, String message) {
    assertThatThrownBy(() -> parser().filter(bytes(rule)))
        .isInstanceOfSatisfying(
            RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.SYNTAX))
        .hasMessage(message);
  }

  @Test
  void readsEverySpellingOfARule() {
    for (String rule :
        List.of("- x", "-,p x", "-_x", "exclude x", "exclude,/ x", "H x", "hide x")) {
      assertThat(rules(rule).check(bytes("x"), false, FilterSide.SENDER))
          .as(rule)
          .isEqualTo(FilterResult.EXCLUDED);
    }
    for (String rule : List.of("+ x", "include x", "S x", "show,! y")) {
      assertThat(rules(rule).check(bytes("x"), false, FilterSide.SENDER))
          .as(rule)
          .isEqualTo(FilterResult.INCLUDED);
    }
    assertThat(rules("P x").check(bytes("x"), false, FilterSide.SENDER))
        .isEqualTo(FilterResult.NONE);
    assertThat(rules("protect x").check(bytes("x"), false, FilterSide.RECEIVER))
        .isEqualTo(FilterResult.EXCLUDED);
    assertThat(rules("risk x").check(bytes("x"), false, FilterSide.RECEIVER))
        .isEqualTo(FilterResult.INCLUDED);
    assertThat(rules("- x", "!", "- y").size()).isEqualTo(1);
    assertThat(rules("- x", "clear").isEmpty()).isTrue();
  }

  @Test
  void optionsKnowOnlyTheOldPrefixes() {
    FilterParser parser = parser();
    parser.exclude(bytes("H x"));
    parser.exclude(bytes("+ kept"));
    parser.include(bytes("- dropped"));
    parser.include(bytes("!name"));
    FilterList list = parser.build();
    assertThat(list.excludes(bytes("H x"), false)).isTrue();
    assertThat(list.check(bytes("kept"), false)).isEqualTo(FilterResult.INCLUDED);
    assertThat(list.excludes(bytes("dropped"), false)).isTrue();
    assertThat(list.check(bytes("!name"), false)).isEqualTo(FilterResult.INCLUDED);
    parser.exclude(bytes("!"));
    assertThat(parser.build().isEmpty()).isTrue();
    parser.exclude(bytes(""));
    assertThat(parser.build().isEmpty()).isTrue();
  }

  @Test
  void readsFilesByLineWithoutCommentsAndByNul() {
    FilterTesting.Files files =
        new FilterTesting.Files()
            .with("lines", "# no\n; no\n\na\r\n+ b\rc")
            .with("nuls", "a\nb\0\0#c\0d");
    FilterParser parser = parser(files);
    parser.excludeFrom(bytes("lines"));
    FilterList list = parser.build();
    assertThat(list.size()).isEqualTo(3);
    assertThat(list.excludes(bytes("a"), false)).isTrue();
    assertThat(list.check(bytes("b"), false)).isEqualTo(FilterResult.INCLUDED);
    assertThat(list.excludes(bytes("c"), false)).isTrue();

    FilterParser byNul = parser(files);
    byNul.setNulSeparated(true);
    byNul.includeFrom(bytes("nuls"));
    assertThat(byNul.build().size()).isEqualTo(2);
    assertThat(byNul.build().check(bytes("a\nb"), false)).isEqualTo(FilterResult.INCLUDED);
  }

  @Test
  void errorsInFilesTellThePlaceAndNotTheText() {
    FilterTesting.Files files =
        new FilterTesting.Files()
            .with("bad", "- ok\nsecret line\n")
            .with("outer", "- x\n. inner\n")
            .with("inner", "root:x:0:0\n")
            .with("missing", ". nothere\n")
            .with("loop", ". loop\n");
    assertThatThrownBy(() -> parser(files).filter(bytes(". bad")))
        .hasMessage("Unknown filter rule: <rule from bad line 2>");
    assertThatThrownBy(() -> parser(files).filter(bytes(". outer")))
        .hasMessage("Unknown filter rule: <rule from a file named at outer line 2>");
    assertThatThrownBy(() -> parser(files).filter(bytes(". missing")))
        .hasMessage("failed to open exclude file <rule from missing line 1>");
    assertThatThrownBy(() -> parser(files).includeFrom(bytes("/nonexist")))
        .hasMessage(
            "rsync: [client] failed to open include file /nonexist: No such file or directory (2)")
        .isInstanceOfSatisfying(
            RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.FILE_IO));
    assertThatThrownBy(() -> parser(files).filter(bytes(". loop")))
        .hasMessageContaining("merge-file include depth limit (32) exceeded");
    assertThatThrownBy(
            () -> parser(new FilterTesting.Files().with("s", "hide x")).filter(bytes(".s s")))
        .hasMessage(
            "specified-side merge file contains specified-side filter: <rule from s line 1>");
  }

  @Test
  void dropsOverlongRulesWithAComplaint() {
    List<String> complaints = new ArrayList<>();
    FilterTesting.Files files =
        new FilterTesting.Files().with("f", "x".repeat(6000) + "\n" + "y".repeat(4500) + "\n- z");
    FilterParser parser = new FilterParser(files, "client", complaints::add);
    parser.excludeFrom(bytes("f"));
    parser.exclude(bytes("q".repeat(4096)));
    assertThat(complaints)
        .containsExactly(
            "discarding over-long filter: <rule from f line 1>",
            "discarding over-long filter: <rule from f line 2>",
            "discarding over-long filter: " + "q".repeat(4096));
    assertThat(parser.build().size()).isEqualTo(1);
  }

  @Test
  void perishableAndAttributeRulesCountOnlyWhereTheyBelong() {
    FilterScope scope = FilterScope.plain(rules("-p x", "-x user.*"), FilterSide.EITHER, bytes(""));
    assertThat(scope.excludes(bytes("x"), false)).isTrue();
    assertThat(scope.match(bytes("x"), 0, 1, NameKind.FILE, FilterSide.EITHER, true)).isNull();
    assertThat(scope.excludes(bytes("user.y"), false)).isFalse();
    assertThat(scope.check(bytes("user.y"), 0, 6, NameKind.XATTR)).isEqualTo(FilterResult.EXCLUDED);
  }

  @Test
  void deleteExcludedMakesLaterRulesHidingOnes() {
    FilterParser parser = parser();
    parser.setDeleteExcluded(true);
    parser.exclude(bytes("x"));
    FilterList list = parser.buildSided(true);
    assertThat(list.check(bytes("x"), false, FilterSide.RECEIVER)).isEqualTo(FilterResult.NONE);
    assertThat(list.check(bytes("x"), false, FilterSide.SENDER)).isEqualTo(FilterResult.EXCLUDED);
  }

  @Test
  void absolutePatternsSeeThePathFromTheRoot() {
    FilterList list = rules("-/ /home/me/x");
    assertThat(
            FilterScope.plain(list, FilterSide.SENDER, bytes("home/me"))
                .excludes(bytes("x"), false))
        .isTrue();
    assertThat(
            FilterScope.plain(list, FilterSide.SENDER, bytes("home")).excludes(bytes("x"), false))
        .isFalse();
  }
}
