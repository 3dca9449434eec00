package org.jrsync.engine.filter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Answers recorded from rsync 3.5.1's own matcher, and bounds on hostile patterns. */
class WildmatchTest {
  private static final String[][] MATCHING = {
    {"*.txt", "report.txt"},
    {"r?port.*", "report.txt"},
    {"**.txt", "src/report.txt"},
    {"**/report.txt", "src/report.txt"},
    {"**/report.txt", "/report.txt"},
    {"a/**/d", "a/b/c/d"},
    {"a**d", "a/d"},
    {"a/*/c", "a/b/c"},
    {"a/***/c", "a/b/x/c"},
    {"dir/***", "dir/"},
    {"dir/***", "dir/x/y"},
    {"[a-z]", "x"},
    {"[[:upper:]]", "X"},
    {"[[:digit:]x]", "7"},
    {"[[:digit:]x]", "x"},
    {"[a-]", "-"},
    {"[-a]", "-"},
    {"[a\\-c]", "-"},
    {"[]x]", "]"},
    {"[]x]", "x"},
    {"[!]x]", "y"},
    {"[\\^x]", "^"},
    {"[^x]", "a"},
    {"a\\/b", "a/b"},
    {"\\[", "["},
    {"a\\\\", "a\\"},
    {"a\\[b", "a[b"},
    {"[a-c-e]", "c"},
    {"[a-c-e]", "-"},
    {"[\\A-\\Z]", "Z"},
    {"[^[:upper:][:digit:]]", "m"},
    {"[[:blank:]]", " "},
    {"[[:punct:]]", "."},
    {"[[:xdigit:]]", "f"},
    {"[[:]", "["},
    {"[[:]", ":"},
    {"*abd", "abcabcabd"},
    {"**a*b", "aaa/aab"},
    {"a/*/**c", "a/b/a/bc"},
    {"*", ".hidden"},
    {"?hidden", ".hidden"},
    {"a\\*b", "a*b"},
    {"*/*/*", "foo/bar/baz"},
    {"**/*", "foo/bar/baz"},
    {"foo**", "foo/bar/baz"},
    {"deep/**/*.o", "deep/in/here/x.o"},
    {"[--]*", "--x"},
    {"*[!r]", "q"}
  };

  private static final String[][] DIFFERING = {
    {"*.tx", "report.txt"},
    {"*.txt", "src/report.txt"},
    {"**/report.txt", "report.txt"},
    {"a/**/d", "a/d"},
    {"a/*/c", "a/b/x/c"},
    {"dir/***", "dir"},
    {"[a-z]", "X"},
    {"[a\\-c]", "b"},
    {"[!]x]", "]"},
    {"[^x]", "/"},
    {"?", "/"},
    {"[.-0]", "/"},
    {"a[/]b", "a/b"},
    {"a?b", "a/b"},
    {"a\\", "a\\"},
    {"a[b", "ab"},
    {"a[b", "a[b"},
    {"[[:nope:]]", "a"},
    {"[[:alpha:]", "a"},
    {"[a-c-e]", "d"},
    {"[c-a]", "b"},
    {"[^[:upper:][:digit:]]", "M"},
    {"[[:xdigit:]]", "g"},
    {"*a*b", "aaa/aab"},
    {"a\\*b", "axb"},
    {"*/*", "foo/bar/baz"},
    {"foo*", "foo/bar/baz"},
    {"deep/**/*.o", "deep/x.o"},
    {"deep/**/*.o", "deep/in/x.c"},
    {"[a-\\]", "a"},
    {"*[b/]*", "ab/cd"}
  };

  @Test
  void matchesWhatRsyncMatches() {
    for (String[] row : MATCHING) {
      assertThat(matches(row[0], row[1])).as("%s on %s", row[0], row[1]).isTrue();
    }
  }

  @Test
  void refusesWhatRsyncRefuses() {
    for (String[] row : DIFFERING) {
      assertThat(matches(row[0], row[1])).as("%s on %s", row[0], row[1]).isFalse();
    }
  }

  @Test
  void ignoresCaseOfAsciiLettersAlone() {
    assertThat(
            Wildmatch.compileIgnoringCase(bytes("*.EXAMPLE.[c-o]om"))
                .matches(bytes("a.Example.COM")))
        .isTrue();
    assertThat(Wildmatch.compileIgnoringCase(bytes("\u00c4")).matches(bytes("\u00e4"))).isFalse();
    assertThat(Wildmatch.compileIgnoringCase(bytes("[[:upper:]]")).matches(bytes("A"))).isFalse();
  }

  @Test
  void matchesBytesThatAreNoText() {
    assertThat(matches("?", "\u00ff")).isTrue();
    assertThat(matches("[\u0080-\u00ff]", "\u00c3")).isTrue();
    assertThat(matches("[[:alpha:]]", "\u00e9")).isFalse();
  }

  @Test
  void hostilePatternsCostNoMoreThanTheProductOfTheLengths() {
    String name = "a".repeat(4000);
    String[] patterns = {
      "*a".repeat(1500) + "b",
      "**a*".repeat(1000) + "b",
      "**" + "*a".repeat(1500) + "/b",
      "**" + "a".repeat(2000) + "b",
      "*[a-b]?".repeat(500) + "**b*"
    };
    Assertions.assertTimeout(
        Duration.ofSeconds(10),
        () -> {
          for (String pattern : patterns) {
            assertThat(matches(pattern, name)).isFalse();
            assertThat(matches(pattern, name + "/" + name)).isFalse();
          }
        });
  }

  @Test
  void followingAllAlternativesGivesTheSameAnswers() {
    Random random = new Random(7);
    String[] parts = {"a", "b", "/", "*", "**", "?", "[ab]", "*a"};
    int matched = 0;
    for (int i = 0; i < 100_000; i++) {
      StringBuilder pattern = new StringBuilder();
      for (int n = random.nextInt(1, 8); n > 0; n--) {
        pattern.append(parts[random.nextInt(parts.length)]);
      }
      StringBuilder name = new StringBuilder();
      for (int n = random.nextInt(1, 9); n > 0; n--) {
        name.append("aab/".charAt(random.nextInt(4)));
      }
      byte[] text = bytes(name.toString());
      boolean afterSlashes = random.nextBoolean();
      Wildmatch wild = Wildmatch.compile(bytes(pattern.toString()));
      boolean quick = wild.matches(new byte[0], text, 0, text.length, false, afterSlashes ? -1 : 0);
      assertThat(wild.matchesThoroughly(text, afterSlashes))
          .as("%s on %s", pattern, name)
          .isEqualTo(quick);
      matched += quick ? 1 : 0;
    }
    assertThat(matched).isGreaterThan(5_000);
  }

  private static boolean matches(String pattern, String text) {
    return Wildmatch.compile(bytes(pattern)).matches(bytes(text));
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(ISO_8859_1);
  }
}
