package org.jrsync.engine.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChmodSpecTest {
  private static final Path RSYNC = Path.of("/usr/bin/rsync");
  private static final int[] MODES = {
    0644, 0755, 0600, 04755, 02711, 01777, 0, 07777, 0640, 0111, 0070, 0507
  };
  private static final String[] VALID = {
    "u+x",
    "go-w",
    "a=rX",
    "D755,F644",
    "Dg+s,ug+w,Fo-w,+X",
    "o=g",
    "g=u,o=",
    "u-g",
    "a+s",
    "+s",
    "g-s",
    "+t",
    "D-t",
    "=rwx",
    "+w",
    "-x",
    "u=",
    "Fu=rwxs",
    "7777",
    "0",
    "D2775,u=rw,o+X",
    "a=u",
    "ug=o",
    "F0600,D+x",
    "ugo=rwXst",
    "o-u,g+o"
  };
  private static final String[] INVALID = {
    "", ",", "u", "u+x,", "8", "644x", "10000", "u644", "DF+x", "u+ug", "u+rg", "u+gr", "z+x", "u*x"
  };

  @TempDir Path scratch;

  @Test
  void refusesWhatRsyncRefuses() {
    for (String text : INVALID) {
      assertThat(ChmodSpec.parse(text, 022)).as(text).isNull();
    }
  }

  @Test
  void changesModes() {
    assertThat(apply("u+x", 0100644)).isEqualTo(0100744);
    assertThat(apply("+w", 0100444)).isEqualTo(0100644);
    assertThat(apply("D755,F644", 0040700)).isEqualTo(0040755);
    assertThat(apply("D755,F644", 0100700)).isEqualTo(0100644);
    assertThat(apply("a=rX", 0100600)).isEqualTo(0100444);
    assertThat(apply("a=rX", 0100710)).isEqualTo(0100555);
    assertThat(apply("o=g", 0100640)).isEqualTo(0100644);
    ChmodSpec both = parse("u=rw").then(parse("go="));
    assertThat(both.apply(0100777)).isEqualTo(0100600);
  }

  private static int apply(String text, int mode) {
    return parse(text).apply(mode);
  }

  private static ChmodSpec parse(String text) {
    return Objects.requireNonNull(ChmodSpec.parse(text, 022), text);
  }

  @Test
  void leavesTheModesThatRsyncLeaves() throws Exception {
    assumeThat(RSYNC).as("needs rsync at %s", RSYNC).isExecutable();
    Path source = Files.createDirectory(scratch.resolve("s"));
    List<String> names = new ArrayList<>();
    for (int mode : MODES) {
      String octal = Integer.toOctalString(mode);
      names.add(octal);
      Files.createFile(source.resolve("f" + octal));
      Files.createDirectory(source.resolve("d" + octal));
    }
    for (String name : names) {
      for (String kind : new String[] {"f", "d"}) {
        Path path = source.resolve(kind + name);
        Files.setAttribute(path, "unix:mode", Integer.parseInt(name, 8));
      }
    }
    // A run as another user could not read all of them.
    assumeThat(Files.isReadable(source.resolve("f0"))).as("needs root").isTrue();
    int index = 0;
    for (String text : VALID) {
      Path target = scratch.resolve("t" + index++);
      Process process =
          new ProcessBuilder(
                  "/bin/sh",
                  "-c",
                  "umask 022; exec \"$0\" \"$@\"",
                  RSYNC.toString(),
                  "-rp",
                  "--chmod=" + text,
                  source + "/",
                  target + "/")
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as("%s: %s", text, output).isZero();
      for (String name : names) {
        for (String kind : new String[] {"f", "d"}) {
          int type = kind.equals("d") ? 0040000 : 0100000;
          Object mode = Files.getAttribute(target.resolve(kind + name), "unix:mode");
          assertThat(mode)
              .as("%s on %s%s", text, kind, name)
              .isEqualTo(apply(text, type | Integer.parseInt(name, 8)));
        }
      }
    }
  }
}
