package org.jrsync.wire;

import org.jrsync.wire.checksum.ChecksumType;
import org.jrsync.wire.checksum.Checksums;
import org.jrsync.wire.checksum.StrongChecksum;
import org.jrsync.wire.compress.CompressionType;

/**
 * What the two sides agreed upon before the transfer.
 *
 * @param protocol {@link Protocol#OLDEST} to {@link Protocol#NEWEST}
 * @param remoteProtocol what the peer offered
 * @param compatFlags bits of {@link CompatFlags}; 0 before protocol 30
 * @param transferChecksum for blocks and for the verification of each file
 * @param fileChecksum for --checksum
 * @param checksumNegotiated true where the checksum came from lists of names
 * @param seedBeforeData where the seed goes in a block's MD5
 * @param compression how tokens are packed
 * @param compressionNegotiated true where the compression came from lists of names
 * @param seed the session's checksum seed; 0 means none
 * @param receiverSetsSymlinkTimes whether the receiving side sets the times of symlinks
 * @param convertsLinks whether targets of symlinks are converted where names are
 */
public record Negotiated(
    int protocol,
    int remoteProtocol,
    int compatFlags,
    ChecksumType transferChecksum,
    ChecksumType fileChecksum,
    boolean checksumNegotiated,
    boolean seedBeforeData,
    CompressionType compression,
    boolean compressionNegotiated,
    int seed,
    boolean receiverSetsSymlinkTimes,
    boolean convertsLinks) {

  private boolean has(int flag) {
    return (compatFlags & flag) != 0;
  }

  /** File lists come directory by directory. */
  public boolean incRecurse() {
    return has(CompatFlags.INC_RECURSE);
  }

  /** An I/O error may end a file list. */
  public boolean safeFileList() {
    return protocol >= 31 || has(CompatFlags.SAFE_FLIST);
  }

  /** File-list flags are varints. */
  public boolean varintFileListFlags() {
    return has(CompatFlags.VARINT_FLIST_FLAGS);
  }

  /** The names of user 0 and group 0 are sent. */
  public boolean id0Names() {
    return has(CompatFlags.ID0_NAMES);
  }

  /** --inplace writes into the file of --partial-dir. */
  public boolean inplacePartialDir() {
    return has(CompatFlags.INPLACE_PARTIAL_DIR);
  }

  /** Extended attributes of hard links after the first may be left out. */
  public boolean xattrOptimization() {
    return protocol >= 31 && !has(CompatFlags.AVOID_XATTR_OPTIM);
  }

  /** A new checksum for the blocks of signatures. */
  public StrongChecksum newBlockChecksum() {
    return Checksums.forBlocks(transferChecksum, seed, seedBeforeData);
  }

  /** A new checksum for the sum after a file's data. */
  public StrongChecksum newTransferChecksum() {
    return Checksums.forTransfer(transferChecksum, seed);
  }

  /** A new checksum for --checksum. */
  public StrongChecksum newFileChecksum() {
    return Checksums.forFiles(fileChecksum);
  }
}
