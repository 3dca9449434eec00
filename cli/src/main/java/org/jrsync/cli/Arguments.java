package org.jrsync.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jrsync.engine.options.Environment;
import org.jrsync.posix.ProcessArguments;
import org.jspecify.annotations.Nullable;

/**
 * The program's arguments and environment as the bytes they were. The JVM has made text of them;
 * where that text is ASCII nothing can have been lost, and the system need not be asked.
 */
final class Arguments {

  private Arguments() {}

  /** The bytes of what {@code main} got. */
  static List<byte[]> of(String[] args) {
    List<byte[]> words = new ArrayList<>(args.length);
    for (String arg : args) {
      if (!isAscii(arg)) {
        return List.copyOf(Arrays.asList(ProcessArguments.last(args.length)));
      }
      words.add(arg.getBytes(StandardCharsets.US_ASCII));
    }
    return words;
  }

  /** The variables of the process. */
  static Environment environment() {
    return Arguments::variable;
  }

  private static byte @Nullable [] variable(String name) {
    String value = System.getenv(name);
    if (value == null) {
      return null;
    }
    return isAscii(value)
        ? value.getBytes(StandardCharsets.US_ASCII)
        : ProcessArguments.variable(name);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }
}
