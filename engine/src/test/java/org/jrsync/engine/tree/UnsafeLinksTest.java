package org.jrsync.engine.tree;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which links lead out of a transfer, by their text alone. */
class UnsafeLinksTest {
  private static boolean isUnsafe(String target, String path) {
    return UnsafeLinks.isUnsafe(target.getBytes(US_ASCII), path.getBytes(US_ASCII));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/etc", "../up", "a/..", "a/../b", "./../a", "../..", "../../a"})
  void fromTheTopTheseAre(String target) {
    assertThat(isUnsafe(target, "link")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "./a", "a/b//c", ".", "..a", "a..", "a/b.."})
  void andTheseAreNot(String target) {
    assertThat(isUnsafe(target, "link")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "../a, d/link, false",
    "..//../a, d/link, true",
    "..//../a, d/e/link, false",
    "../../a, d//link, true",
    "../../a, ./d/link, true",
    "../, d/link, false",
    "../.., d/e/link, true",
    ".., d/link, false",
    "../a/../b, d/e/link, true",
    "../a, x/../link, true",
  })
  void deeperItDependsOnHowDeep(String target, String path, boolean unsafe) {
    assertThat(isUnsafe(target, path)).isEqualTo(unsafe);
  }
}
