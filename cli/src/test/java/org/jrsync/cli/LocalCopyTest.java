package org.jrsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sum that verifies a file means where nothing but memory lies between the two sides. */
class LocalCopyTest {
  private static final String CONTENT = "something to copy\n";

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Console console = new Console(out, out);

  private String copy(String... options) throws IOException {
    Path from = Files.createDirectories(folder.resolve("from"));
    Path file = from.resolve("file");
    if (!Files.exists(file)) {
      Files.writeString(file, CONTENT);
    }
    String[] words =
        Stream.concat(Stream.of(options), Stream.of(from + "/", folder.resolve("to") + "/"))
            .toArray(String[]::new);
    assertThat(InProcess.run(console, words)).isZero();
    assertThat(folder.resolve("to/file")).hasContent(CONTENT);
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void sumThatIsShownIsTheFilesOwn() throws IOException, NoSuchAlgorithmException {
    byte[] md5 =
        MessageDigest.getInstance("MD5").digest(CONTENT.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(copy("-rI", "--out-format=%C %f", "--checksum-choice=md5"))
        .contains(HexFormat.of().formatHex(md5) + " ");
  }

  @Test
  void sumThatIsShownWithoutAChoiceIsTheFilesOwn() throws IOException {
    // XXH3 with 128 bits of the content, as xxh128sum prints it.
    assertThat(copy("-rI", "--out-format=%-33C%f")).contains("232ef10d956329e5c05646076fd53b16");
  }

  @Test
  void fileThatChangesWithItsSizeStillIsCopiedByDelta() throws IOException {
    copy("-r");
    Files.writeString(folder.resolve("to/file"), "something to copX\n");
    copy("-rI", "--no-whole-file");
  }

  @Test
  void bytesSentCountThePlaceOfTheSum() throws IOException {
    copy("-r");
    out.reset();
    String plain = copy("-rI", "--stats");
    out.reset();
    String verified = copy("-rI", "--stats", "--out-format=%C");
    assertThat(sent(plain)).isEqualTo(sent(verified));
  }

  private static String sent(String stats) {
    return stats.lines().filter(line -> line.startsWith("Total bytes sent")).findFirst().orElse("");
  }
}
