package org.jrsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --info=progress2} counts down; the expected counts are rsync 3.5.1's. */
class WholeProgressTest {
  private static final Pattern CHECK = Pattern.compile("xfr#(\\d+, to-chk=-?\\d+/\\d+)\\)");

  @TempDir Path folder;

  private List<String> counts(String... options) throws IOException {
    Path from = folder.resolve("from");
    for (String directory : List.of("d1/e", "d2", "d3")) {
      Files.createDirectories(from.resolve(directory));
    }
    for (String file : List.of("x", "d1/f", "d1/e/f2", "d2/z")) {
      Files.writeString(from.resolve(file), file);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Console console = new Console(out, out);
    String[] words =
        Stream.concat(
                Stream.of(options),
                Stream.of("-a", "--info=progress2", from + "/", folder.resolve("to") + "/"))
            .toArray(String[]::new);
    assertThat(InProcess.run(console, words)).isZero();
    return CHECK
        .matcher(out.toString(StandardCharsets.ISO_8859_1))
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  @Test
  void countsGoDownToZeroBehindDirectoriesOfAllKinds() throws IOException {
    List<String> counts = counts();
    // How many lines there are, and what is still open at each, depends on how far ahead the other
    // side is; what may not happen is a count that goes up, or ends elsewhere than at zero.
    assertThat(counts).first(STRING).startsWith("1, to-chk=").endsWith("/9");
    assertThat(counts).last().isEqualTo("4, to-chk=0/9");
    assertThat(counts.stream().map(WholeProgressTest::open))
        .isSortedAccordingTo(Comparator.reverseOrder())
        .allMatch(open -> open >= 0 && open < 9);
  }

  private static int open(String count) {
    return Integer.parseInt(count.substring(count.indexOf('=') + 1, count.indexOf('/')));
  }

  @Test
  void dryRunCountsWhatWasAskedForAsChecked() throws IOException {
    assertThat(counts("-n"))
        .containsExactly(
            "2, to-chk=2/9", "3, to-chk=1/9", "4, to-chk=0/9", "4, to-chk=0/9", "4, to-chk=0/9");
  }
}
