package org.jrsync.engine.scan;

import java.util.Arrays;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.checksum.StrongChecksum;

/** Digests of whole files, for {@code --checksum}. */
final class SourceDigest {

  private static final int PIECE = 256 * 1024;

  private final StrongChecksum checksum;
  private final byte[] buffer = new byte[PIECE];

  SourceDigest(StrongChecksum checksum) {
    this.checksum = checksum;
  }

  /**
   * Writes the digest of a file's first {@code size} bytes to the start of {@code target}. What
   * cannot be read counts as zeros, and a file that cannot be opened has a digest of zeros: it
   * differs from any other, and the reading for the transfer reports the error.
   *
   * @param followLast whether the path may be a link to the file
   */
  void of(Tree tree, byte[] path, boolean followLast, long size, byte[] target) {
    try (FileHandle file = tree.openRead(path, followLast, false)) {
      checksum.reset();
      long left = size;
      while (left > 0) {
        int wanted = (int) Math.min(PIECE, left);
        int got = file.readFully(buffer, 0, wanted);
        Arrays.fill(buffer, got, wanted, (byte) 0);
        checksum.update(buffer, 0, wanted);
        left -= wanted;
      }
      checksum.digest(target, 0);
    } catch (PosixException e) {
      Arrays.fill(target, 0, checksum.length(), (byte) 0);
    }
  }
}
