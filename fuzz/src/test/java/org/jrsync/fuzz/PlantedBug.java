package org.jrsync.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.tools.ToolProvider;

/**
 * A change of one source file that takes a check out of a decoder, for a run that shows that the
 * target would find it. It is compiled apart and stands before the true class on a run's class
 * path.
 *
 * @param source the file, from the checkout's top
 * @param was the text that is changed, which is there once
 * @param becomes the text in its place
 */
record PlantedBug(Path source, String was, String becomes) {
  private static final String WAS = "\nwas:\n";
  private static final String BECOMES = "\nbecomes:\n";

  /** The bug for a target. */
  static PlantedBug of(Target target) throws IOException {
    String name = "planted/" + target.name();
    try (InputStream in = PlantedBug.class.getResourceAsStream(name)) {
      String text =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
      int was = text.indexOf(WAS);
      int becomes = text.indexOf(BECOMES);
      return new PlantedBug(
          Path.of(text.substring(0, was)),
          text.substring(was + WAS.length(), becomes),
          text.substring(becomes + BECOMES.length()).stripTrailing());
    }
  }

  /** How often the text that is changed is in the source. */
  int places(Path top) throws IOException {
    String text = Files.readString(top.resolve(source));
    int places = 0;
    for (int at = text.indexOf(was); at >= 0; at = text.indexOf(was, at + 1)) {
      places++;
    }
    return places;
  }

  /** Compiles the changed file into an empty folder. */
  void compile(Path top, Path folder, String classPath) throws IOException {
    String text = Files.readString(top.resolve(source)).replace(was, becomes);
    Path changed = folder.resolve(source.getFileName().toString());
    Files.writeString(changed, text);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                List.of("-proc:none", "-nowarn", "-cp", classPath, "-d", folder + "", changed + "")
                    .toArray(String[]::new));
    if (status != 0) {
      throw new IOException("the planted bug of " + source + " does not compile");
    }
  }
}
