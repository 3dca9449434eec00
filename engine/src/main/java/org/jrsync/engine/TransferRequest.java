package org.jrsync.engine;

import java.util.List;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.filter.FilterParser;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.report.Reporter;
import org.jrsync.engine.tree.Anchor;
import org.jrsync.wire.ClientInfo;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jspecify.annotations.Nullable;

/**
 * One side of one transfer, ready to run over a connection.
 *
 * @param options what this side was asked to do
 * @param arguments the sources of a sending side; of a receiving one the destination alone
 * @param names the {@code --files-from} list that this side has, null when there is none
 * @param rules the client's rules, or on a server an empty parser that takes the client's
 * @param moduleFilters the rules of the daemon's module, {@link FilterList#EMPTY} elsewhere
 * @param clientInfo on a server, what the client said of itself
 * @param remoteProtocol the version that the peer's greeting named, 0 where it is still to be
 *     exchanged
 * @param in the connection's input; a daemon has read its dialogue from it
 * @param out the connection's output
 * @param anchor where arguments begin
 * @param reporter takes this side's messages; a server's are sent to the client besides
 * @param environment what is fixed for this side
 * @param parts makes what the side is put together from, once all is negotiated
 * @param watch watches writes that wait for the peer
 * @param checksumList the value of RSYNC_CHECKSUM_LIST, null when unset
 * @param compressList the value of RSYNC_COMPRESS_LIST, null when unset
 */
public record TransferRequest(
    Options options,
    List<byte[]> arguments,
    @Nullable NamesFile names,
    FilterParser rules,
    FilterList moduleFilters,
    ClientInfo clientInfo,
    int remoteProtocol,
    WireInput in,
    WireOutput out,
    Anchor anchor,
    Reporter reporter,
    Session.Environment environment,
    PartsFactory parts,
    WriteWatch watch,
    @Nullable String checksumList,
    @Nullable String compressList) {

  /** Makes the parts of a side. */
  @FunctionalInterface
  public interface PartsFactory {
    /** The parts for a session. */
    SideSetup create(Session session, TransferStats stats);
  }
}
