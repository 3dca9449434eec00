package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import org.jrsync.engine.NamesFile;
import org.jrsync.engine.ScannedFiles;
import org.jrsync.engine.Session;
import org.jrsync.engine.SideSetup;
import org.jrsync.engine.StandardParts;
import org.jrsync.engine.Transfer;
import org.jrsync.engine.TransferProgress;
import org.jrsync.engine.TransferRequest;
import org.jrsync.engine.WriteWatch;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.filter.FilterParser;
import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.report.LogSession;
import org.jrsync.engine.report.Reporter;
import org.jrsync.engine.tree.Anchor;
import org.jrsync.engine.tree.OperatorAnchor;
import org.jrsync.engine.tree.TreeViews;
import org.jrsync.engine.tree.ViewedAnchor;
import org.jrsync.posix.Identity;
import org.jrsync.posix.LinkTrust;
import org.jrsync.posix.Signals;
import org.jrsync.posix.Umask;
import org.jrsync.wire.ClientInfo;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.ListBudget;
import org.jspecify.annotations.Nullable;

/**
 * Makes the sides that run as the process's own user: a client, the server of its local copy, and
 * the server behind a remote shell.
 *
 * @param in the connection's input
 * @param out the connection's output
 * @param anchor where paths begin
 * @param environment the variables that count
 */
public record OwnSide(WireInput in, WireOutput out, Anchor anchor, Environment environment) {

  /** An anchor at the current directory, to be closed by the caller. */
  public static OperatorAnchor currentDirectory() {
    return new OperatorAnchor(System.getProperty("user.dir", "/").getBytes(ISO_8859_1));
  }

  /**
   * What the side is put together from.
   *
   * @param progress told how data moves
   * @param names refuses names that were not asked for
   */
  public StandardParts parts(TransferProgress progress, StandardParts.Names names) {
    return new StandardParts(
        in,
        out,
        null,
        false,
        LogSession.client(Signals.processId()),
        progress,
        SideSetup.Companions.PLATFORM_THREADS,
        ListBudget.unlimited(),
        names);
  }

  /**
   * The side, ready to run.
   *
   * @param arguments the sources of a sending side; of a receiving one the destination alone
   * @param names the {@code --files-from} list of this side; null where there is none
   * @param clientInfo on a server, what the client said of itself
   * @param remoteProtocol the version that the peer's greeting named, 0 where it is still to be
   *     exchanged
   */
  public Transfer transfer(
      Options options,
      List<byte[]> arguments,
      @Nullable NamesFile names,
      FilterParser rules,
      ClientInfo clientInfo,
      int remoteProtocol,
      Reporter reporter,
      TransferRequest.PartsFactory parts) {
    OperatorLinks.checkMunging(options);
    Anchor places = options.linkRules.insecure() ? anchor.trusting(LinkTrust.ANYBODY) : anchor;
    TransferRequest request =
        new TransferRequest(
            options,
            arguments,
            names,
            rules,
            FilterList.EMPTY,
            clientInfo,
            remoteProtocol,
            in,
            out,
            new ViewedAnchor(places, TreeViews.of(options)),
            reporter,
            ownEnvironment(),
            parts,
            WriteWatch.onPlatformThread(),
            text("RSYNC_CHECKSUM_LIST"),
            text("RSYNC_COMPRESS_LIST"));
    return new Transfer(request, ScannedFiles.in(anchor, rules.files(), ListBudget.unlimited()));
  }

  private static Session.Environment ownEnvironment() {
    return Session.Environment.of(Identity.current(), 0777 & ~Umask.read());
  }

  private @Nullable String text(String variable) {
    byte @Nullable [] value = environment.get(variable);
    return value == null ? null : new String(value, ISO_8859_1);
  }
}
