package org.jrsync.engine.generator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Distances as {@code rsync -y --debug=fuzzy2} of release 3.5.1 tells them. */
class FuzzyScoreTest {
  private static final long LIMIT = 25L * FuzzyScore.UNIT;

  private final FuzzyScore score = new FuzzyScore();

  @ParameterizedTest
  @CsvSource({
    "abc.h, abc.c, 11, 55",
    "abc.h, abc.c~, 12, 171",
    "abc.h, abc.bak, 23, 1698",
    "abc.h, .hidden.conf, 51, 3415",
    "abc.h, x, 25, 1516",
    "foo-1.3.tar.gz, foo-1.2.tar.gz, 1, 1",
    "archive.2, archive.1, 11, 11",
    "archive.2, abc.o.orig, 18, 868",
    ".hid.conf, .hidden.conf, 3, 311",
    "y.c~, abc.c~, 3, 22",
    "y.c~, abc.c, 4, 148",
    "abc.~12~, abc.c~, 33, 1386",
    "abc.~12~, foo-1.2.tar.gz, 43, 1864",
    "abc.~12~, zzzz, 48, 2863",
  })
  void distances(String wanted, String name, long whole, long rest) {
    assertThat(between(name, wanted, LIMIT)).isEqualTo(whole * FuzzyScore.UNIT + rest);
  }

  @ParameterizedTest
  @CsvSource({"4, true", "12, true", "13, false"})
  void lengthsThatDifferTooMuchAreNotCompared(int limit, boolean unreachable) {
    long distance = between("x", "foo-1.3.tar.gz", (long) limit * FuzzyScore.UNIT);
    assertThat(distance == FuzzyScore.UNREACHABLE).isEqualTo(unreachable);
  }

  @ParameterizedTest
  @CsvSource({
    "abc, ''",
    "abc.c, .c",
    ".profile, ''",
    "..x.y, .y",
    "a.c~, .c",
    "a.c.bak, .c",
    "a.c.old, .c",
    "a.c.orig, .c",
    "a.bak, ''",
    "a.c.12, .c",
    "a.12, .12",
    "a.c.~3~, .c",
    "a.c., .",
    "a.tar.gz, .gz",
    "~, ''",
  })
  void suffixes(String name, String suffix) {
    byte[] bytes = name.getBytes(ISO_8859_1);
    int from = FuzzyScore.suffixOf(bytes);
    int end = FuzzyScore.suffixEnd(bytes);
    assertThat(new String(bytes, from, end - from, ISO_8859_1)).isEqualTo(suffix);
  }

  private long between(String name, String wanted, long limit) {
    byte[] a = name.getBytes(ISO_8859_1);
    byte[] b = wanted.getBytes(ISO_8859_1);
    return score.between(a, FuzzyScore.suffixOf(a), b, FuzzyScore.suffixOf(b), limit);
  }
}
