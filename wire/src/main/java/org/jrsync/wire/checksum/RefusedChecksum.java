package org.jrsync.wire.checksum;

import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

/**
 * Stands for {@code none} where whole files are to be compared: its first use ends the run, since
 * nothing could be told apart by it.
 */
final class RefusedChecksum implements StrongChecksum {
  @Override
  public int length() {
    return 1;
  }

  @Override
  public void reset() {
    throw new RsyncException(
        ExitCode.UNSUPPORTED, "Invalid checksum-choice for --checksum: none (0)");
  }

  @Override
  public void update(byte[] data, int offset, int length) {
    reset();
  }

  @Override
  public void digest(byte[] out, int offset) {
    reset();
  }
}
