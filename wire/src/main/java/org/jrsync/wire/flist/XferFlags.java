package org.jrsync.wire.flist;

/** The flag bits before each entry (docs/protocol.md, "File list", "Entry flags"). */
final class XferFlags {

  static final int TOP_DIR = 1;
  static final int SAME_MODE = 1 << 1;
  static final int EXTENDED = 1 << 2;
  static final int SAME_UID = 1 << 3;
  static final int SAME_GID = 1 << 4;
  static final int SAME_NAME = 1 << 5;
  static final int LONG_NAME = 1 << 6;
  static final int SAME_TIME = 1 << 7;

  /** Devices (and specials before protocol 31). */
  static final int SAME_RDEV_MAJOR = 1 << 8;

  /** Directories, since protocol 30. */
  static final int NO_CONTENT_DIR = 1 << 8;

  static final int HARD_LINKED = 1 << 9;

  /** Before protocol 30. */
  static final int SAME_DEV = 1 << 10;

  /** Since protocol 30. */
  static final int USER_NAME = 1 << 10;

  /** Before protocol 30. */
  static final int RDEV_MINOR_8 = 1 << 11;

  /** Since protocol 30. */
  static final int GROUP_NAME = 1 << 11;

  /** Since protocol 30. */
  static final int HARD_LINK_FIRST = 1 << 12;

  /** Since protocol 31. */
  static final int MOD_NSEC = 1 << 13;

  /** With {@code --atimes}. */
  static final int SAME_ATIME = 1 << 14;

  /** The two bytes that end a list with an I/O error to follow. */
  static final int END_WITH_ERROR = EXTENDED | 1 << 12;

  private XferFlags() {}
}
