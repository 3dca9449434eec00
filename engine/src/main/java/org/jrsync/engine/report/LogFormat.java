package org.jrsync.engine.report;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jrsync.engine.ItemFlags;
import org.jrsync.posix.FileMode;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

/**
 * A format of {@code --out-format}, {@code --log-file-format} or {@code log format}: text with
 * escapes of a percent sign, a width, quotes that ask for grouped or shortened numbers, and a
 * letter. See rsyncd.conf(5), "log format". What is no escape stays as it is.
 */
public final class LogFormat {
  private static final int MAX_LENGTH = 4096;
  private static final int MAX_WIDTH_TEXT = 23;

  private static final class Piece {
    byte[] text = {};
    byte[] asWritten = {};
    char escape;
    int quotes;
    int width;
    boolean padded;
    boolean zeros;
  }

  private final Piece[] pieces;
  private final boolean empty;

  private LogFormat(Piece[] pieces, boolean empty) {
    this.pieces = pieces;
    this.empty = empty;
  }

  /** Whether it shows nothing at all, as nothing is to be shown by it. */
  public boolean isEmpty() {
    return empty;
  }

  /**
   * Reads a format.
   *
   * @throws RsyncException with {@code MESSAGE_IO} if it is longer than 4096 bytes
   */
  public static LogFormat parse(byte[] format) {
    if (format.length > MAX_LENGTH) {
      throw new RsyncException(ExitCode.MESSAGE_IO, "log-format string is WAY too long!");
    }
    Piece[] pieces = new Piece[4];
    int count = 0;
    int textStart = 0;
    int at = 0;
    while (at < format.length) {
      if (format[at] != '%') {
        at++;
        continue;
      }
      Piece piece = new Piece();
      int end = readEscape(format, at + 1, piece);
      if (end >= format.length) {
        break;
      }
      at = end;
      piece.escape = (char) (format[end] & 0xff);
      if ("abBcCfGhilLmMnopPtuU%".indexOf(piece.escape) < 0) {
        continue;
      }
      int percent = lastPercent(format, end);
      piece.text = Arrays.copyOfRange(format, textStart, percent);
      piece.asWritten = Arrays.copyOfRange(format, percent, end + 1);
      if (count == pieces.length) {
        pieces = Arrays.copyOf(pieces, count * 2);
      }
      pieces[count++] = piece;
      textStart = ++at;
    }
    pieces = Arrays.copyOf(pieces, count + 1);
    pieces[count] = new Piece();
    pieces[count].text = Arrays.copyOfRange(format, textStart, format.length);
    return new LogFormat(pieces, format.length == 0);
  }

  /** Reads quotes and width; returns where the letter stands. */
  private static int readEscape(byte[] format, int start, Piece piece) {
    int at = start;
    while (at < format.length && format[at] == '\'') {
      piece.quotes++;
      at++;
    }
    int widthStart = at;
    boolean left = at < format.length && format[at] == '-';
    if (left) {
      at++;
    }
    piece.zeros = !left && at < format.length && format[at] == '0';
    int width = 0;
    while (at < format.length
        && format[at] >= '0'
        && format[at] <= '9'
        && at - widthStart < MAX_WIDTH_TEXT) {
      width = Math.min(width * 10 + (format[at] - '0'), MAX_LENGTH);
      at++;
    }
    piece.padded = at > widthStart;
    piece.width = left ? -width : width;
    while (at < format.length && format[at] == '\'') {
      piece.quotes++;
      at++;
    }
    return at;
  }

  private static int lastPercent(byte[] format, int letter) {
    int at = letter - 1;
    while (format[at] != '%') {
      at--;
    }
    return at;
  }

  /** Whether the format holds an escape with this letter. */
  public boolean has(char escape) {
    for (Piece piece : pieces) {
      if (piece.escape == escape) {
        return true;
      }
    }
    return false;
  }

  /**
   * Appends the line for an entry, with a line feed.
   *
   * @param now seconds since 1970
   */
  public void append(TextBuilder out, LogItem item, LogSession session, Itemize itemize, long now) {
    for (Piece piece : pieces) {
      out.bytes(piece.text);
      int start = out.length();
      if (needsDaemon(piece) && !session.daemon()) {
        out.bytes(piece.asWritten);
      } else if (piece.escape != 0) {
        expand(out, piece, item, session, itemize, now);
        if (piece.padded && piece.escape != 'L' && !isBlankChecksum(out, piece, start)) {
          out.pad(start, piece.width);
        }
      }
    }
    out.add('\n');
  }

  private static boolean isBlankChecksum(TextBuilder out, Piece piece, int start) {
    return piece.escape == 'C' && out.length() > start && out.at(start) == ' ';
  }

  private static void expand(
      TextBuilder out, Piece piece, LogItem item, LogSession session, Itemize itemize, long now) {
    switch (piece.escape) {
      case 'a' -> out.text(session.address());
      case 'h' -> out.text(session.host());
      case 'b' ->
          out.text(HumanNumbers.human(transfers(item) ? item.bytesTransferred() : 0, piece.quotes));
      case 'c' ->
          out.text(HumanNumbers.human(transfers(item) ? item.checksumBytes() : 0, piece.quotes));
      case 'l' -> out.text(HumanNumbers.human(item.size(), piece.quotes));
      case 'U' -> number(out, piece, Integer.toUnsignedString(item.owner()));
      case 'G' -> {
        Integer group = item.group();
        if (group == null) {
          out.text("DEFAULT");
        } else {
          number(out, piece, Integer.toUnsignedString(group));
        }
      }
      case 'p' -> number(out, piece, Long.toString(session.process()));
      case 'M' -> out.text(LocalTime.of(item.modificationTime()).replace(' ', '-'));
      case 't' -> out.text(LocalTime.of(now));
      case 'B' -> out.text(PermissionString.of(item.mode()).substring(1));
      case 'C' -> out.text(item.checksum());
      case 'o' -> out.text(item.operation());
      case 'f' -> path(out, item.fullName());
      case 'n' -> {
        out.bytes(item.name());
        if (FileMode.isDirectory(item.mode())) {
          out.add('/');
        }
      }
      case 'L' -> link(out, piece, item);
      case 'm' -> out.text(session.module());
      case 'P' -> out.text(session.modulePath());
      case 'u' -> out.text(session.user());
      case 'i' -> itemize.append(out, item.flags(), item.mode());
      default -> out.add('%');
    }
  }

  private static boolean transfers(LogItem item) {
    return (item.flags() & ItemFlags.TRANSFER) != 0;
  }

  private static boolean needsDaemon(Piece piece) {
    return piece.escape == 'a' || piece.escape == 'h' || piece.escape == 'P' || piece.escape == 'u';
  }

  private static void number(TextBuilder out, Piece piece, String digits) {
    if (piece.zeros) {
      out.repeat('0', piece.width - digits.length());
    }
    out.text(digits);
  }

  private static void link(TextBuilder out, Piece piece, LogItem item) {
    byte[] hardLink = item.hardLink();
    byte[] symlink = item.symlinkTarget();
    String arrow = "    ";
    byte[] target = {};
    if (hardLink.length > 0) {
      arrow = " => ";
      target = hardLink;
    } else if (symlink != null && FileMode.isSymlink(item.mode())) {
      arrow = " -> ";
      target = symlink;
    } else if (!piece.padded) {
      return;
    }
    int start = out.text(arrow).length();
    out.bytes(target);
    if (piece.padded) {
      out.pad(start, piece.width);
    }
  }

  /** A path without a leading slash, empty parts, and {@code .} parts but the last. */
  private static void path(TextBuilder out, byte[] path) {
    int start = out.length();
    int at = 0;
    while (at < path.length) {
      int end = at;
      while (end < path.length && path[end] != '/') {
        end++;
      }
      boolean dot = end == at + 1 && path[at] == '.' && end < path.length;
      if (end > at && !dot) {
        if (out.length() > start) {
          out.add('/');
        }
        out.bytes(path, at, end - at);
      }
      at = end + 1;
    }
    if (out.length() == start) {
      out.add('.');
    }
  }

  /** As {@link #parse(byte[])} for a format in ASCII. */
  public static LogFormat parse(String format) {
    return parse(format.getBytes(StandardCharsets.ISO_8859_1));
  }
}
