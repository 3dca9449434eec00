package org.jrsync.wire.flist;

/**
 * Properties of a file list entry that are no part of the file itself. They fit in one byte; a mask
 * of them is what {@link FileEntry#flags} and {@link FileList#flags} hold.
 */
public final class EntryFlags {

  /** A directory that was named as an argument of the transfer. */
  public static final int TOP_DIR = 1;

  /** A directory whose contents are part of the transfer, so that deletion may work in it. */
  public static final int CONTENT_DIR = 1 << 1;

  /** A directory that is only listed because something below it is transferred. */
  public static final int IMPLIED_DIR = 1 << 2;

  /** A mount point that {@code -x} lists but does not enter. Known to the sender only. */
  public static final int MOUNT_DIR = 1 << 3;

  /**
   * A directory that repeats the name of the one before it in sorted order. Known to the sender
   * only.
   */
  public static final int DUPLICATE = 1 << 4;

  /** The entry belongs to a group of hard links. */
  public static final int HARD_LINKED = 1 << 5;

  /** The receiving user may not give files to this entry's group. Known to the receiver only. */
  public static final int SKIP_GROUP = 1 << 6;

  /** The entry was dropped; its index stays taken. */
  public static final int CLEARED = 1 << 7;

  private EntryFlags() {}
}
