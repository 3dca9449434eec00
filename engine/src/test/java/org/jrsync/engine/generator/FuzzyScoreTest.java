package org.jrsync.engine.generator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
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

  /** What a search takes is what it would take if it worked every distance out. */
  @Test
  void distancesWithinTheLimitAreExactWhereOthersNeedNotBe() {
    Random random = new Random(7);
    int within = 0;
    for (int i = 0; i < 20_000; i++) {
      String wanted = name(random);
      String name = random.nextBoolean() ? name(random) : changed(wanted, random);
      long limit = random.nextLong(LIMIT + 1);
      long exact = between(name, wanted, limit);
      long found = between(name, wanted, limit, false);
      if (exact <= limit) {
        within++;
        assertThat(found).as("%s %s %d", name, wanted, limit).isEqualTo(exact);
      } else {
        assertThat(found).as("%s %s %d", name, wanted, limit).isGreaterThan(limit);
      }
    }
    assertThat(within).isBetween(2_000, 18_000);
  }

  /** Long names that have nothing in common are given up within a few dozen of their characters. */
  @Test
  void namesThatAreTooFarAwayAreGivenUp() {
    String name = "x".repeat(200);
    String wanted = "y".repeat(200);
    assertThat(between(name, wanted, LIMIT, false)).isEqualTo(FuzzyScore.UNREACHABLE);
    assertThat(between(name, wanted, LIMIT)).isEqualTo(200L * (FuzzyScore.UNIT + 1));
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    for (int left = 1 + random.nextInt(40); left > 0; left--) {
      name.append("aab.~1\u00e9\u00ff".charAt(random.nextInt(8)));
    }
    return name.toString();
  }

  private static String changed(String wanted, Random random) {
    StringBuilder name = new StringBuilder(wanted);
    for (int left = random.nextInt(4); left > 0; left--) {
      int at = random.nextInt(name.length());
      if (random.nextBoolean()) {
        name.setCharAt(at, 'c');
      } else {
        name.insert(at, "\u00e9");
      }
    }
    return name.toString();
  }

  private long between(String name, String wanted, long limit) {
    return between(name, wanted, limit, true);
  }

  /** The first name lies within other text, as in a directory's listing. */
  private long between(String name, String wanted, long limit, boolean exact) {
    byte[] text = ("~." + name + ".bak").getBytes(ISO_8859_1);
    byte[] other = wanted.getBytes(ISO_8859_1);
    int end = text.length - 4;
    return score.between(text, 2, end, other, FuzzyScore.suffixOf(other), limit, exact);
  }
}
