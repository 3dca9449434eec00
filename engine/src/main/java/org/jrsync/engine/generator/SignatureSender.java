package org.jrsync.engine.generator;

import org.jrsync.engine.sender.FileWindow;
import org.jrsync.posix.FileHandle;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.checksum.RollingChecksum;
import org.jrsync.wire.checksum.StrongChecksum;
import org.jrsync.wire.signature.BlockSignatures;
import org.jrsync.wire.signature.SignatureHeader;

/** Sends the block signature of a basis file. */
final class SignatureSender {
  private static final int WINDOW = 256 * 1024;

  private final WireOutput out;
  private final StrongChecksum blockSum;
  private final byte[] digest;
  private final byte[] buffer = new byte[WINDOW];

  SignatureSender(WireOutput out, StrongChecksum blockSum) {
    this.out = out;
    this.blockSum = blockSum;
    this.digest = new byte[blockSum.length()];
  }

  /** Says that there is no basis: everything is wanted as literals. */
  void none() {
    SignatureHeader.EMPTY.write(out);
  }

  /** Sends a header without blocks, as appending does. */
  void headerOnly(SignatureHeader header) {
    header.write(out);
  }

  /** Sends the header and, for each block, its weak and strong sum. */
  void send(FileHandle basis, long size, SignatureHeader header) {
    header.write(out);
    FileWindow window = new FileWindow(basis, size, buffer);
    for (int i = 0; i < header.count(); i++) {
      long from = header.offsetOf(i);
      long end = from + header.lengthOf(i);
      int weak = 0;
      // The peer chooses how long blocks are, up to 512 MiB: no more than a window is held.
      while (from < end) {
        int length = (int) Math.min(WINDOW, end - from);
        int at = window.locate(from, length);
        blockSum.update(window.bytes(), at, length);
        weak = RollingChecksum.join(weak, RollingChecksum.of(window.bytes(), at, length), length);
        from += length;
      }
      blockSum.digest(digest, 0);
      BlockSignatures.write(out, header, weak, digest, 0);
    }
  }
}
