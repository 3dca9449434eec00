package org.jrsync.engine.basis;

/** Which file a delta is made against, as an item tells it (docs/protocol.md, "Item flags"). */
public final class BasisType {
  /** From here on down to 0, the number of a further directory that has the file. */
  public static final int LAST_ALTERNATE = 0x7f;

  /** The destination file itself, which needs no telling. */
  public static final int DESTINATION = 0x80;

  /** The file in the partial directory. */
  public static final int PARTIAL = 0x81;

  /** The file's backup. */
  public static final int BACKUP = 0x82;

  /**
   * A file with another name in the destination file's directory. What is higher by one or more
   * means the same in a further directory, 1 in the first.
   */
  public static final int FUZZY = 0x83;

  private BasisType() {}

  /** Whether the file is that of a further directory with the entry's own name. */
  public static boolean isAlternate(int type) {
    return type <= LAST_ALTERNATE;
  }
}
