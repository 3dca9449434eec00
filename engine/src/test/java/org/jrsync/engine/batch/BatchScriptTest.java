package org.jrsync.engine.batch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The texts are those that rsync 3.5.1 writes for the same command lines. */
class BatchScriptTest {
  private static List<byte[]> bytes(String... words) {
    return Stream.of(words).map(word -> word.getBytes(ISO_8859_1)).toList();
  }

  private static String script(List<byte[]> words, List<byte[]> arguments, String... rules) {
    byte[] program = "/usr/bin/rsync".getBytes(ISO_8859_1);
    return new String(
        new BatchScript(program, words, arguments).text(bytes(rules), false, 33), ISO_8859_1);
  }

  @Test
  void readsTheBatchIntoTheSameDestination() {
    assertThat(script(bytes("-a", "--write-batch=B", "src/", "dst/"), bytes("src/", "dst/")))
        .isEqualTo("'/usr/bin/rsync' '-a' --read-batch='B' ${1:-'dst/'}\n");
  }

  @Test
  void leavesOutRulesAndListsOfNames() {
    assertThat(
            script(
                bytes(
                    "-av",
                    "--exclude=*.o",
                    "--filter",
                    "P q",
                    "-f",
                    ": .f",
                    "--files-from=x",
                    "--only-write-batch",
                    "B",
                    "--delete",
                    "src/",
                    "host:dst"),
                bytes("src/", "host:dst"),
                "- *.o",
                "-r q",
                ": .f"))
        .isEqualTo(
            """
            '/usr/bin/rsync' --filter='._-' '-av' --read-batch 'B' '--delete' ${1:-'dst'} <<'#E#'
            - *.o
            -r q
            : .f
            #E#
            """);
  }

  @Test
  void nothingOfTheCommandLineIsLeftToTheShell() {
    assertThat(
            script(
                bytes(
                    "-a", "--suffix=`id`'", "-e$(x)=y", "--write-batch=a b", "s", "rsync://h/m/$d"),
                bytes("s", "rsync://h/m/$d")))
        .isEqualTo(
            "'/usr/bin/rsync' '-a' --suffix='`id`'\\''' '-e$(x)=y' --read-batch='a b' ${1:-'m/$d'}\n");
  }

  @Test
  void rulesThatEndWithNulAreClosedByALine() {
    byte[] text =
        new BatchScript(new byte[] {'r'}, bytes("s", "d"), bytes("s", "d"))
            .text(bytes("- x"), true, 33);
    assertThat(new String(text, ISO_8859_1))
        .isEqualTo("'r' --filter='._-' ${1:-'d'} <<'#E#'\n- x\0;\n#E#\n");
  }
}
