package org.jrsync.engine.options;

import org.jspecify.annotations.Nullable;

/**
 * Where {@code --files-from} has its names.
 *
 * @param place which side has the list
 * @param host the host that was named before the list's path; empty for the one of the transfer,
 *     and null where the list is this side's own
 * @param path of the list; {@code -} is the standard input
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record FilesFrom(Place place, byte @Nullable [] host, byte[] path) {

  /** Who has a list. */
  public enum Place {
    /** This side, in a file. */
    FILE,
    /** This side, as its standard input. */
    STANDARD_INPUT,
    /** The peer, which forwards it. */
    PEER
  }

  private static final byte[] STANDARD = {'-'};

  /**
   * Understands the option's argument.
   *
   * @param server whether it was sent by a client
   * @throws UsageException if it makes no sense
   */
  static FilesFrom of(byte[] argument, boolean server) {
    if (java.util.Arrays.equals(argument, STANDARD)) {
      return server
          ? new FilesFrom(Place.PEER, new byte[0], argument)
          : new FilesFrom(Place.STANDARD_INPUT, null, argument);
    }
    HostSpec spec = HostSpec.parse(argument);
    if (spec == null) {
      return new FilesFrom(Place.FILE, null, argument);
    }
    if (server) {
      throw UsageException.syntax(
          "rsync: The --files-from sent to the server cannot specify a host.");
    }
    if (java.util.Arrays.equals(spec.path(), STANDARD)) {
      throw UsageException.syntax("rsync: Invalid --files-from remote filename");
    }
    return new FilesFrom(Place.PEER, spec.userAndHost(), spec.path());
  }

  /** Whether the peer has the list. */
  public boolean isPeers() {
    return place == Place.PEER;
  }
}
