package org.jrsync.engine.options;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes an argument so that the shell on the other side hands it on unchanged: backslashes before
 * what a shell would act on. In file names the wildcards keep their meaning, since the other side
 * is to expand them. See rsync(1), {@code --old-args}.
 */
final class SafeArgument {

  private static final byte[] SHELL =
      "!#$&;|<>(){}\"'` \t\n\r\\".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] WILDCARDS = "*?[]".getBytes(StandardCharsets.US_ASCII);

  private SafeArgument() {}

  /** An option's argument, behind {@code option} and an equals sign if that is not empty. */
  static byte[] option(String option, byte[] argument, boolean escape) {
    byte[] safe = escape ? escape(argument, false, false) : argument;
    return option.isEmpty() ? safe : Bytes.concat(option + "=", safe);
  }

  /**
   * A file name.
   *
   * @param protectTilde a leading tilde is part of the name and not a home directory
   */
  static byte[] fileName(byte[] name, boolean escape, boolean protectTilde) {
    byte[] safe = escape ? escape(name, true, protectTilde) : name;
    // A leading dash would make an option of it.
    return name.length > 0 && name[0] == '-' ? Bytes.concat("./", safe) : safe;
  }

  private static byte[] escape(byte[] text, boolean fileName, boolean protectTilde) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + 8);
    if (protectTilde) {
      out.write('\\');
    }
    for (int i = 0; i < text.length; i++) {
      boolean special;
      if (text[i] == '\\') {
        // Before a wildcard of a file name it is an escape already.
        special = !(fileName && i + 1 < text.length && contains(WILDCARDS, text[i + 1]));
      } else {
        special = contains(SHELL, text[i]) || (!fileName && contains(WILDCARDS, text[i]));
      }
      if (special) {
        out.write('\\');
      }
      out.write(text[i]);
    }
    return out.toByteArray();
  }

  private static boolean contains(byte[] set, byte b) {
    return Bytes.indexOf(set, b, 0) >= 0;
  }
}
