package org.jrsync.engine.filter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Rules and rule files for tests, as text of which each character is a byte. */
final class FilterTesting {
  private FilterTesting() {}

  static byte[] bytes(String latin1) {
    return latin1.getBytes(ISO_8859_1);
  }

  static FilterParser parser(RuleFiles files) {
    return new FilterParser(
        files,
        "client",
        text -> {
          throw new AssertionError(text);
        });
  }

  static FilterParser parser() {
    return parser(new Files());
  }

  static FilterList rules(String... rules) {
    FilterParser parser = parser();
    for (String rule : rules) {
      parser.filter(bytes(rule));
    }
    return parser.buildSided(false);
  }

  /** Rule files in memory. */
  static final class Files implements RuleFiles {
    private final Map<String, String> contents = new HashMap<>();

    Files with(String path, String text) {
      contents.put(path, text);
      return this;
    }

    @Override
    public byte[] read(byte[] path) throws IOException {
      String text = contents.get(new String(path, ISO_8859_1));
      if (text == null) {
        throw new IOException("No such file or directory (2)");
      }
      return bytes(text);
    }
  }
}
