package org.jrsync.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SanitizedLinksTest {

  /** What rsync 3.5.1's daemon stores for links at its top and one and two folders down. */
  @ParameterizedTest
  @CsvSource({
    "/etc/x, etc/x, etc/x, etc/x",
    "/, ., ., .",
    "//, ., ., .",
    "/a//b/, a/b/, a/b/, a/b/",
    "../x, x, ../x, ../x",
    "../../x, x, ../x, ../../x",
    "../../../y, y, ../y, ../../y",
    "a/../b, b, b, b",
    "a/.., ., ., .",
    "a//.., ., ., .",
    "a/b/.., a/, a/, a/",
    "./x, x, x, x",
    "., ., ., .",
    ".., ., .., ..",
    "../.., ., ../, ../..",
    "a/./b/, a/b/, a/b/, a/b/",
    "x/, x/, x/, x/",
    "//etc/../../z, z, ../z, ../z",
    "../a/../../b, b, ../b, ../../b",
    ".../x, .../x, .../x, .../x",
    "..x/y, ..x/y, ..x/y, ..x/y",
    "/../q, q, ../q, ../q",
  })
  void targetsStayBelowTheTop(String target, String top, String one, String two) {
    String[] expected = {top, one, two};
    for (int depth = 0; depth < expected.length; depth++) {
      byte[] bytes = target.getBytes(ISO_8859_1);
      int length = new SanitizedLinks().adjustLink(bytes, bytes.length, depth);
      assertThat(new String(bytes, 0, length, ISO_8859_1)).isEqualTo(expected[depth]);
    }
  }
}
