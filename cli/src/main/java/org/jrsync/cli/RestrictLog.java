package org.jrsync.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jrsync.engine.tree.PosixTree;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.OpenFlags;
import org.jrsync.posix.Policy;
import org.jrsync.posix.PosixException;

/** A line about each restricted session, in a file of the user's home that must be there. */
final class RestrictLog {
  private static final byte[] HERE = {'.'};
  private static final byte[] NAME = "rrsync.log".getBytes(ISO_8859_1);
  private static final int HOST_WIDTH = 16;

  private RestrictLog() {}

  /**
   * Adds a line, if there is a regular file of that name in the working directory.
   *
   * @param host where the user comes from
   * @param command what is run for it
   */
  static void write(String host, List<String> command) {
    try (Tree home = PosixTree.open(HERE, Policy.OPERATOR);
        FileHandle file = home.openWrite(NAME, OpenFlags.APPEND, 0)) {
      FileStat stat = new FileStat();
      file.stat(stat);
      if (FileMode.isRegular(stat.mode())) {
        byte[] line =
            line(LocalTime.now(ZoneId.systemDefault()), host, command).getBytes(ISO_8859_1);
        file.write(line, 0, line.length);
      }
    } catch (PosixException e) {
      // There is none, or none to write to: nothing is logged then.
      return;
    }
  }

  static String line(LocalTime time, String host, List<String> command) {
    StringBuilder line = new StringBuilder();
    two(line, time.getHour()).append(':');
    two(line, time.getMinute()).append(':');
    two(line, time.getSecond()).append(' ').append(host);
    line.append(" ".repeat(Math.max(0, HOST_WIDTH - host.length()))).append(" (");
    for (int i = 0; i < command.size(); i++) {
      line.append(i > 0 ? ", " : "");
      quote(line, command.get(i));
    }
    return line.append(")\n").toString();
  }

  private static StringBuilder two(StringBuilder line, int number) {
    return line.append(number < 10 ? "0" : "").append(number);
  }

  private static void quote(StringBuilder line, String word) {
    line.append('\'');
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '\'' || c == '\\') {
        line.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f) {
        line.append("\\x").append(Character.forDigit(c >> 4, 16));
        line.append(Character.forDigit(c & 15, 16));
      } else {
        line.append(c);
      }
    }
    line.append('\'');
  }
}
