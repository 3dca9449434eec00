package org.jrsync.engine.report;

import org.jrsync.posix.FileMode;

/** Mode bits as ten letters, the way ls(1) shows them. */
public final class PermissionString {
  private static final String LETTERS = "rwxrwxrwx";

  private PermissionString() {}

  /** The type letter and nine permission letters of a mode in Linux' encoding. */
  public static String of(int mode) {
    StringBuilder text = new StringBuilder(10);
    text.append(type(mode));
    for (int i = 0; i < 9; i++) {
      text.append((mode & (0400 >> i)) != 0 ? LETTERS.charAt(i) : '-');
    }
    if ((mode & FileMode.SET_UID) != 0) {
      text.setCharAt(3, (mode & 0100) != 0 ? 's' : 'S');
    }
    if ((mode & FileMode.SET_GID) != 0) {
      text.setCharAt(6, (mode & 0010) != 0 ? 's' : 'S');
    }
    if ((mode & FileMode.STICKY) != 0) {
      text.setCharAt(9, (mode & 0001) != 0 ? 't' : 'T');
    }
    return text.toString();
  }

  private static char type(int mode) {
    return switch (mode & FileMode.TYPE_MASK) {
      case FileMode.DIRECTORY -> 'd';
      case FileMode.SYMLINK -> 'l';
      case FileMode.BLOCK_DEVICE -> 'b';
      case FileMode.CHAR_DEVICE -> 'c';
      case FileMode.SOCKET -> 's';
      case FileMode.FIFO -> 'p';
      default -> '-';
    };
  }
}
