package org.jrsync.engine.batch;

import java.util.function.Consumer;
import org.jrsync.engine.options.Options;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.Role;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.WireInput;

/**
 * The beginning of a batch that is read in a sender's place (docs/protocol.md, "Batch files").
 *
 * @param options the run's, in the form that goes with the batch
 * @param protocol the version of the session that wrote it
 */
public record BatchReader(Options options, int protocol) {
  /**
   * Reads up to the version.
   *
   * @param in the batch, whose bytes up to the statistics do not count as received
   * @param told takes a line, without its end, about each option that is changed
   * @throws RsyncException with {@link ExitCode#PROTOCOL} where the version is not spoken here,
   *     with {@link ExitCode#SYNTAX} where the options do not go with it
   */
  public static BatchReader begin(WireInput in, Options given, Consumer<String> told) {
    in.setRole(Role.EARLY_RECEIVER);
    in.stopCounting();
    int flags = in.readInt();
    int protocol = in.readInt();
    if (protocol > given.protocol) {
      throw new RsyncException(
          ExitCode.PROTOCOL,
          "The protocol version in the batch file is too new ("
              + protocol
              + " > "
              + given.protocol
              + ").");
    }
    return new BatchReader(StreamFlags.match(given, flags, protocol, told), protocol);
  }
}
