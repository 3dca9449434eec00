package org.jrsync.engine.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.filter.FilterScope;
import org.jrsync.engine.filter.FilterSide;
import org.jrsync.engine.tree.AttributeFaults;
import org.jrsync.engine.tree.PosixTree;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Policy;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How arguments are taken apart. */
class SourceArgumentTest {

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static String parse(String argument, boolean relative) {
    SourceArgument a = SourceArgument.parse(bytes(argument), relative);
    String directory = a.directory == null ? "-" : new String(a.directory, ISO_8859_1);
    return directory + " " + new String(a.name, ISO_8859_1) + " " + a.kind;
  }

  @ParameterizedTest
  @CsvSource({
    "foo, - foo NORMAL",
    "foo/, foo . DOT",
    "foo/., foo . DOT",
    "foo/.., foo/.. . DOT",
    ".., .. . DOT",
    "., - . DOT",
    "./, - . DOT",
    "'', - . DOT",
    "/, / . DOT",
    "/foo, / foo NORMAL",
    "a/b/c, a/b c NORMAL",
    "a//b, a/ b NORMAL",
    "a/.b, a .b NORMAL",
    "a/..b, a ..b NORMAL",
  })
  void plain(String argument, String expected) {
    assertThat(parse(argument, false)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "a/b/c, - a/b/c NORMAL",
    "a//b/./c, a/b c NORMAL",
    "a/b/, - a/b SLASH",
    "a/b/., - a/b SLASH",
    "x/./a/b, x a/b NORMAL",
    "/./a, / a NORMAL",
    "x/./, x . DOT",
    "/, - /. DOT",
    "/usr/x, - /usr/x NORMAL",
    "./a, - a NORMAL",
    "., - . DOT",
    "'', - . DOT",
  })
  void relative(String argument, String expected) {
    assertThat(parse(argument, true)).isEqualTo(expected);
  }

  @Test
  void upwardsIsRefusedInTheRelativePart() {
    assertThatThrownBy(() -> parse("a/../b", true))
        .isInstanceOfSatisfying(
            RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.SYNTAX))
        .hasMessage("found \"..\" dir in relative path: a/../b");
    assertThat(parse("../x/./b", true)).isEqualTo("../x b NORMAL");
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b, a/b",
    "../../etc/passwd, etc/passwd",
    "a/../../b/, b/",
    "a/b/.., a/",
    "/, .",
    "a/./b, a/./b",
    "//a//b, a/b",
  })
  void clientsArgumentsStayInTheModule(
      String given, String expected, @TempDir java.nio.file.Path dir) {
    FilterScope none = FilterScope.plain(FilterList.EMPTY, FilterSide.EITHER, new byte[0]);
    try (Tree tree = PosixTree.open(bytes(dir.toString()), Policy.IN_ROOT)) {
      ModuleSources sources =
          new ModuleSources(
              tree,
              bytes("m"),
              bytes(""),
              top -> AttributeFaults.SILENT,
              base -> none,
              base -> none);
      assertThat(new String(sources.argument(bytes(given)), ISO_8859_1)).isEqualTo(expected);
    }
  }
}
