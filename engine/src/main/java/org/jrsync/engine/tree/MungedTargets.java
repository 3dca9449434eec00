package org.jrsync.engine.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Symbolic links that lead nowhere on disk: their targets are stored behind {@code
 * /rsyncd-munged/}, and shown without it. This is rsyncd.conf's "munge symlinks".
 *
 * @param receiving whether links that are stored without the prefix count as different from
 *     whatever the peer sends, so that they are replaced; a sender shows them as they are
 */
record MungedTargets(boolean receiving) {
  private static final byte[] PREFIX = "/rsyncd-munged/".getBytes(StandardCharsets.US_ASCII);

  /** The target that the transfer sees for one on disk. */
  byte[] shown(byte[] stored) {
    if (isMunged(stored)) {
      return Arrays.copyOfRange(stored, PREFIX.length, stored.length);
    }
    if (!receiving) {
      return stored;
    }
    // A NUL is in no target that a peer can send.
    byte[] other = new byte[stored.length + 1];
    System.arraycopy(stored, 0, other, 1, stored.length);
    return other;
  }

  /** What goes to disk for the target that the transfer asks for. */
  static byte[] stored(byte[] shown) {
    byte[] munged = Arrays.copyOf(PREFIX, PREFIX.length + shown.length);
    System.arraycopy(shown, 0, munged, PREFIX.length, shown.length);
    return munged;
  }

  private static boolean isMunged(byte[] target) {
    return target.length >= PREFIX.length
        && Arrays.equals(target, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
  }
}
