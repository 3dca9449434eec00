package org.jrsync.engine.report;

import org.jrsync.engine.ItemFlags;
import org.jrsync.posix.FileMode;

/**
 * The eleven letters of {@code %i}, which tell how an entry differs and what happens to it.
 *
 * <p>Flags are those of {@link ItemFlags}.
 */
public final class Itemize {
  /** Letters in the text. */
  public static final int LENGTH = 11;

  private final boolean sends;
  private final boolean keepsTimes;
  private final boolean keepsLinkTimes;

  /**
   * @param sends whether data goes to a remote receiver, so that transfers show as {@code <}
   * @param keepsTimes whether modification times are preserved; if not, a changed time is {@code T}
   * @param keepsLinkTimes whether the receiver can set a symlink's time
   */
  public Itemize(boolean sends, boolean keepsTimes, boolean keepsLinkTimes) {
    this.sends = sends;
    this.keepsTimes = keepsTimes;
    this.keepsLinkTimes = keepsLinkTimes;
  }

  /** Appends the letters for an entry of this mode. */
  public void append(TextBuilder out, int flags, int mode) {
    if ((flags & ItemFlags.DELETED) != 0) {
      out.text("*deleting  ");
      return;
    }
    char kind = kind(flags);
    out.add(kind).add(type(mode));
    if ((flags & (ItemFlags.IS_NEW | ItemFlags.MISSING_DATA)) != 0) {
      out.repeat((flags & ItemFlags.IS_NEW) != 0 ? '+' : '?', LENGTH - 2);
      return;
    }
    int start = out.length();
    boolean link = FileMode.isSymlink(mode);
    add(out, flags, ItemFlags.REPORT_CHANGE, 'c');
    add(out, flags, link ? 0 : ItemFlags.REPORT_SIZE, 's');
    add(out, flags, ItemFlags.REPORT_TIME, timeLetter(flags, link));
    add(out, flags, ItemFlags.REPORT_PERMS, 'p');
    add(out, flags, ItemFlags.REPORT_OWNER, 'o');
    add(out, flags, ItemFlags.REPORT_GROUP, 'g');
    boolean both = (flags & ItemFlags.REPORT_ATIME) != 0 && (flags & ItemFlags.REPORT_CRTIME) != 0;
    add(
        out,
        flags,
        ItemFlags.REPORT_ATIME | ItemFlags.REPORT_CRTIME,
        both ? 'b' : (flags & ItemFlags.REPORT_ATIME) != 0 ? 'u' : 'n');
    add(out, flags, ItemFlags.REPORT_ACL, 'a');
    add(out, flags, ItemFlags.REPORT_XATTR, 'x');
    if (kind == '.' || kind == 'h' || kind == 'c') {
      for (int i = start; i < out.length(); i++) {
        if (out.at(i) != '.') {
          return;
        }
      }
      out.truncate(start).repeat(' ', LENGTH - 2);
    }
  }

  private char kind(int flags) {
    if ((flags & ItemFlags.LOCAL_CHANGE) != 0) {
      return (flags & ItemFlags.XNAME_FOLLOWS) != 0 ? 'h' : 'c';
    }
    if ((flags & ItemFlags.TRANSFER) == 0) {
      return '.';
    }
    return sends ? '<' : '>';
  }

  private static char type(int mode) {
    if (FileMode.isSymlink(mode)) {
      return 'L';
    }
    if (FileMode.isDirectory(mode)) {
      return 'd';
    }
    if (FileMode.isSpecial(mode)) {
      return 'S';
    }
    return FileMode.isDevice(mode) ? 'D' : 'f';
  }

  private char timeLetter(int flags, boolean link) {
    boolean cannot = link && (!keepsLinkTimes || (flags & ItemFlags.REPORT_TIMEFAIL) != 0);
    return keepsTimes && !cannot ? 't' : 'T';
  }

  private static void add(TextBuilder out, int flags, int mask, char letter) {
    out.add((flags & mask) != 0 ? letter : '.');
  }
}
