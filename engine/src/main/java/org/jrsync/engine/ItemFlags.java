package org.jrsync.engine;

/**
 * What is said of an entry when its index is sent: how it differs and what happens to it
 * (docs/protocol.md, "Item flags").
 */
public final class ItemFlags {
  public static final int REPORT_ATIME = 1;

  /** The content differs, known by checksum. */
  public static final int REPORT_CHANGE = 1 << 1;

  /** The size differs; for a symlink, that its time cannot be set. */
  public static final int REPORT_SIZE = 1 << 2;

  public static final int REPORT_TIMEFAIL = 1 << 2;
  public static final int REPORT_TIME = 1 << 3;
  public static final int REPORT_PERMS = 1 << 4;
  public static final int REPORT_OWNER = 1 << 5;
  public static final int REPORT_GROUP = 1 << 6;
  public static final int REPORT_ACL = 1 << 7;
  public static final int REPORT_XATTR = 1 << 8;
  public static final int REPORT_CRTIME = 1 << 10;

  /** A byte follows that tells which file is the basis. */
  public static final int BASIS_TYPE_FOLLOWS = 1 << 11;

  /** A name follows: the basis file's, or the file that a hard link goes to. */
  public static final int XNAME_FOLLOWS = 1 << 12;

  /** Nothing was there before. */
  public static final int IS_NEW = 1 << 13;

  /** The change is made on the receiver without data. */
  public static final int LOCAL_CHANGE = 1 << 14;

  /** A delta is asked for. */
  public static final int TRANSFER = 1 << 15;

  /** Never sent: the flags are not known, as below protocol 29. */
  public static final int MISSING_DATA = 1 << 16;

  /** Never sent: the entry is deleted. */
  public static final int DELETED = 1 << 17;

  /** Never sent: an alternative basis has the same content. */
  public static final int MATCHED = 1 << 18;

  /** The flags that make an entry worth mentioning. */
  public static final int SIGNIFICANT =
      (~(BASIS_TYPE_FOLLOWS | XNAME_FOLLOWS | LOCAL_CHANGE) & 0xffff) | DELETED;

  private ItemFlags() {}

  /**
   * Whether values of extended attributes are asked for and answered behind an item, with {@code
   * --xattrs}.
   *
   * @param optimized whether hard links to files that are in place go without
   */
  public static boolean carriesXattrs(int flags, boolean optimized) {
    int linked = XNAME_FOLLOWS | LOCAL_CHANGE;
    return (flags & REPORT_XATTR) != 0 && !(optimized && (flags & linked) == linked);
  }
}
