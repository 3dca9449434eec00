package org.jrsync.daemon.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileArgumentsTest {

  @ParameterizedTest
  @CsvSource({
    "a/b,a/b",
    "/a//b/,a/b/",
    "../../etc/passwd,etc/passwd",
    "a/../../b,b",
    "a/b/../c,a/c",
    "a/b/..,a/",
    "a/..,.",
    "..,.",
    "./a/./b,a/b",
    ".,.",
    "/,.",
    "'',.",
    "...,...",
    "..a/b..,..a/b..",
  })
  void staysInsideTheModule(String path, String expected) {
    assertThat(FileArguments.confined(path, false)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"a/./b,a/./b", "./a,./a", "/./../x,x", "a/.,a/."})
  void keepsDotsForRelative(String path, String expected) {
    assertThat(FileArguments.confined(path, true)).isEqualTo(expected);
  }

  private static List<String> paths(String argument, boolean whole) {
    return FileArguments.paths(argument.getBytes(StandardCharsets.ISO_8859_1), "mod", whole, false)
        .stream()
        .map(path -> new String(path, StandardCharsets.ISO_8859_1))
        .toList();
  }

  @Test
  void dropsTheModulesName() {
    assertThat(paths("mod/a", false)).containsExactly("a");
    assertThat(paths("mod/", false)).containsExactly(".");
    assertThat(paths("mod", false)).containsExactly(".");
    assertThat(paths("other/a", false)).containsExactly("other/a");
  }

  @Test
  void splitsWhereTheModuleComesAgain() {
    assertThat(paths("mod/a mod/b c mod/d", false)).containsExactly("a", "b c", "d");
    assertThat(paths("mod/a mod/b", true)).containsExactly("a mod/b");
    assertThat(paths("mod/a mod/", false)).containsExactly("a");
  }
}
