package org.jrsync.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jrsync.posix.ProcessArguments;

/** What the program was called as, which its launcher says. */
final class ProgramName {
  private static final String PROPERTY = "jrsync.program";
  private static final byte[] ARGUMENT = ("-D" + PROPERTY + "=").getBytes(US_ASCII);
  private static final byte[] DEFAULT = "jrsync".getBytes(US_ASCII);

  private ProgramName() {}

  /** Its bytes, which the JVM's property may have lost; {@code jrsync} inside another program. */
  static byte[] bytes() {
    if (System.getProperty(PROPERTY) == null) {
      return DEFAULT;
    }
    for (byte[] argument : ProcessArguments.all()) {
      if (argument.length > ARGUMENT.length
          && Arrays.equals(argument, 0, ARGUMENT.length, ARGUMENT, 0, ARGUMENT.length)) {
        return Arrays.copyOfRange(argument, ARGUMENT.length, argument.length);
      }
    }
    return DEFAULT;
  }
}
