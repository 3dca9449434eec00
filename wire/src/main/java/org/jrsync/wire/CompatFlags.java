package org.jrsync.wire;

/**
 * The bits in which a server states how the session behaves (docs/protocol.md, "Compatibility
 * flags").
 */
public final class CompatFlags {
  /** File lists come directory by directory. */
  public static final int INC_RECURSE = 1;

  /** The receiving side can set the times of symlinks. */
  public static final int SYMLINK_TIMES = 1 << 1;

  /** Symlink targets are converted under --iconv. */
  public static final int SYMLINK_ICONV = 1 << 2;

  /** An I/O error of the sender may end a file list. */
  public static final int SAFE_FLIST = 1 << 3;

  /** Extended attributes of hard links are not left out. */
  public static final int AVOID_XATTR_OPTIM = 1 << 4;

  /** The seed goes before the data in block sums. */
  public static final int CHKSUM_SEED_FIX = 1 << 5;

  /** --inplace writes into the file of --partial-dir. */
  public static final int INPLACE_PARTIAL_DIR = 1 << 6;

  /** File-list flags are varints, and names of checksums and compressions are negotiated. */
  public static final int VARINT_FLIST_FLAGS = 1 << 7;

  /** The names of user 0 and group 0 are sent too. */
  public static final int ID0_NAMES = 1 << 8;

  private CompatFlags() {}

  /**
   * What a server answers to a client's capabilities.
   *
   * @param incRecurse whether the server's options allow incremental recursion; the client must be
   *     capable too
   */
  public static int forServer(ClientInfo client, boolean incRecurse) {
    int flags = SYMLINK_TIMES | SYMLINK_ICONV;
    flags |= incRecurse && client.has('i') ? INC_RECURSE : 0;
    flags |= client.has('f') ? SAFE_FLIST : 0;
    flags |= client.has('x') ? AVOID_XATTR_OPTIM : 0;
    flags |= client.has('C') ? CHKSUM_SEED_FIX : 0;
    flags |= client.has('I') ? INPLACE_PARTIAL_DIR : 0;
    flags |= client.has('u') ? ID0_NAMES : 0;
    flags |= client.has('v') ? VARINT_FLIST_FLAGS : 0;
    return flags;
  }
}
