package org.jrsync.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jrsync.daemon.config.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as the use of an option or a parameter in a test's source. */
class TestIndexTest {

  @TempDir private Path root;

  private TestIndex index(String source) throws IOException {
    Path folder = Files.createDirectories(root.resolve("module/src/test/java/some"));
    Files.writeString(folder.resolve("SomeTest.java"), source);
    return TestIndex.of(root);
  }

  private List<String> uses(String source, Parameter p) throws IOException {
    return index(source).ofParameter(p);
  }

  @Test
  void aParameterIsUsedWhereAConfigurationSetsIt() throws IOException {
    for (String line :
        List.of(
            "\"max connections = 3\"",
            "\"[m]\\npath=/x\\nmaxconnections=3\\n\"",
            "\"Max  Connections =\" + n",
            "\"x\\n  max connections =\"",
            "\"\"\"\n    [m]\n    max connections=3\n    \"\"\"")) {
      assertThat(uses(line, Parameter.MAX_CONNECTIONS)).as(line).containsExactly("SomeTest");
    }
    assertThat(uses("\"queue_timeout = 3\"", Parameter.QUEUE_TIMEOUT)).isNotEmpty();
  }

  @Test
  void aWordAloneOrAShellsLineIsNoUse() throws IOException {
    assertThat(uses("run(\"list\", \"name\")", Parameter.LIST)).isEmpty();
    assertThat(uses("\"exclude=*.o\"", Parameter.EXCLUDE)).isEmpty();
    assertThat(uses("\"PATH=$PWD:$PATH; ls\"", Parameter.PATH)).isEmpty();
    assertThat(uses("\"the path = x\"", Parameter.PATH)).isEmpty();
    assertThat(uses("// \"path = x\"", Parameter.PATH)).isEmpty();
  }

  @Test
  void whatLooksLikeACommentInALiteralIsNone() throws IOException {
    String source = "a(\"sub/*\", \"--times\"); b('\"', \"http://x\", \"*/\", \"--perms\");";
    TestIndex index = index(source);
    assertThat(index.of(List.of("--times"))).containsExactly("SomeTest");
    assertThat(index.of(List.of("--perms"))).containsExactly("SomeTest");
    assertThat(index("f(); // \"--times\"\n/* \"--perms\" */").of(List.of("--times", "--perms")))
        .isEmpty();
  }

  @Test
  void literalsAreFoundAsTheyAreWritten() {
    String source =
        """
        f("a\\"b", '"', '\\'', /* "no" */ "// c"); // "no"
        g(\"""
          x "y" \\\""" z
          \""", "");
        """;
    assertThat(JavaLiterals.of(source).map(String::strip))
        .containsExactly("a\\\"b", "// c", "x \"y\" \\\"\"\" z", "");
  }
}
