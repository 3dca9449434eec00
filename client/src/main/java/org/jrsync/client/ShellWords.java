package org.jrsync.client;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

/**
 * Splits the command of {@code -e} into words; quotes keep blanks and are doubled to stand for
 * themselves.
 */
final class ShellWords {
  private ShellWords() {}

  static List<byte[]> split(byte[] command) {
    List<byte[]> words = new ArrayList<>();
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    boolean inWord = false;
    byte quote = 0;
    for (int i = 0; i < command.length; i++) {
      byte c = command[i];
      if (quote != 0) {
        if (c != quote) {
          word.write(c);
        } else if (i + 1 < command.length && command[i + 1] == quote) {
          word.write(c);
          i++;
        } else {
          quote = 0;
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        inWord = true;
      } else if (c == ' ') {
        if (inWord) {
          words.add(word.toByteArray());
          word.reset();
          inWord = false;
        }
      } else {
        word.write(c);
        inWord = true;
      }
    }
    if (quote != 0) {
      throw new RsyncException(
          ExitCode.SYNTAX, "Missing trailing-" + (char) quote + " in remote-shell command.");
    }
    if (inWord) {
      words.add(word.toByteArray());
    }
    return words;
  }
}
