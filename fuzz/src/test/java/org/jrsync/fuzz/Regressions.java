package org.jrsync.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Inputs that once were findings, for each target in a file beside this class that has its name:
 * each a line of hexadecimal digits below one that says what it was.
 */
final class Regressions {
  private Regressions() {}

  static List<byte[]> of(Target target) throws IOException {
    List<byte[]> inputs = new ArrayList<>();
    try (InputStream in =
        Regressions.class.getResourceAsStream("regressions/" + target.name() + ".hex")) {
      if (in != null) {
        String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        text.lines()
            .filter(line -> !line.startsWith("#"))
            .forEach(line -> inputs.add(HexFormat.of().parseHex(line)));
      }
    }
    return inputs;
  }
}
