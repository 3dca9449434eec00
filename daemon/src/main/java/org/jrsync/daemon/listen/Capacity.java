package org.jrsync.daemon.listen;

import org.jrsync.posix.Descriptors;

/**
 * How many sessions and transfers there may be at once. Unless the operator asks for fewer, as many
 * as the process's descriptors are enough for: a session holds its socket, a transfer a few more,
 * and one that found none left would fail in the midst of its files.
 *
 * @param sessions in all
 * @param transfers of them; further ones wait
 * @param descriptors what the process may open
 */
public record Capacity(int sessions, int transfers, int descriptors) {

  /** Listening sockets, logs, libraries, and what is opened for a moment. */
  private static final int RESERVE = 128;

  /**
   * At most, besides the socket: four held directories, one on the way, the basis file and the new
   * one, and the module's directory where it is not shared.
   */
  private static final int PER_TRANSFER = 8;

  /** Of what is there, sessions have this part for their sockets; transfers have the rest. */
  private static final double SESSIONS = 0.6;

  /** What the process's own limit is enough for. */
  public static Capacity ofProcess() {
    return of(Descriptors.limit());
  }

  static Capacity of(int descriptors) {
    int usable = Math.max(2 + PER_TRANSFER, descriptors - RESERVE);
    int sessions = Math.max(2, (int) (usable * SESSIONS));
    return new Capacity(sessions, Math.max(1, (usable - sessions) / PER_TRANSFER), descriptors);
  }

  /**
   * How many of a number of places, of transfers or of workers, one module may have while there are
   * others: three quarters, and never the last of several.
   */
  static int ofOneModule(int all) {
    return all > 1 ? all - Math.max(1, all / 4) : all;
  }

  /**
   * How many sessions there may be.
   *
   * @param wanted the operator's number, 0 for as many as possible
   */
  public int sessions(int wanted) {
    return wanted == 0 ? sessions : Math.min(wanted, sessions);
  }

  /** As {@link #sessions(int)}, for transfers. */
  public int transfers(int wanted) {
    return wanted == 0 ? transfers : Math.min(wanted, transfers);
  }
}
