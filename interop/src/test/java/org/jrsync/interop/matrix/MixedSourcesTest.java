package org.jrsync.interop.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.process.Command;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources of --relative with a leading slash and without one, in one list. */
class MixedSourcesTest {
  @ParameterizedTest
  @ValueSource(strings = {"--no-inc-recursive", "--delete-after", "--delete-during"})
  void allArriveAndNoneIsDeleted(String option) throws IOException {
    try (Scratch scratch = new Scratch()) {
      Path source = scratch.folder("source");
      Path copy = scratch.folder("copy");
      Files.createDirectories(source.resolve("z"));
      Files.createDirectories(source.resolve("d"));
      List<String> names = List.of("a", "zz", "b", "d/e", "z/q");
      for (String name : names) {
        Files.writeString(source.resolve(name), name);
      }
      for (int run = 0; run < 2; run++) {
        Command.of(
                Jrsync.binary(),
                "-aR",
                option,
                "a",
                "zz",
                source.resolve("z").toString(),
                "b",
                "d/",
                copy + "/")
            .in(source)
            .run()
            .expectSuccess();
        for (String name : List.of("a", "zz", "b", "d/e")) {
          assertThat(copy.resolve(name)).as(option).hasContent(name);
        }
        Path absolute = copy.resolve(source.resolve("z/q").toString().substring(1));
        assertThat(absolute).as(option).hasContent("z/q");
      }
    }
  }
}
