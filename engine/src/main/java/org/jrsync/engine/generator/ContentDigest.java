package org.jrsync.engine.generator;

import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.Negotiated;
import org.jrsync.wire.checksum.StrongChecksum;

/** The checksum of a file's content, for {@code --checksum}. */
final class ContentDigest {
  private static final int BUFFER = 256 * 1024;

  private final StrongChecksum checksum;
  private byte[] buffer = new byte[0];

  ContentDigest(Negotiated negotiated) {
    this.checksum = negotiated.newFileChecksum();
  }

  /** The digest of a file, or of what can be read of it; zeros when it cannot be opened. */
  byte[] of(Tree tree, byte[] path, long size) {
    if (buffer.length == 0) {
      buffer = new byte[BUFFER];
    }
    try (FileHandle file = tree.openRead(path, false, false)) {
      checksum.reset();
      long left = size;
      while (left > 0) {
        int n = file.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (n <= 0) {
          break;
        }
        checksum.update(buffer, 0, n);
        left -= n;
      }
    } catch (PosixException e) {
      return new byte[checksum.length()];
    }
    return checksum.digest();
  }
}
