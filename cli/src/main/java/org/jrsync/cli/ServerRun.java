package org.jrsync.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import org.jrsync.client.ClientTransfer;
import org.jrsync.client.Rules;
import org.jrsync.engine.ScannedFiles;
import org.jrsync.engine.SideSetup;
import org.jrsync.engine.StandardParts;
import org.jrsync.engine.Transfer;
import org.jrsync.engine.TransferProgress;
import org.jrsync.engine.TransferRequest;
import org.jrsync.engine.TransferResult;
import org.jrsync.engine.WriteWatch;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.ParsedArguments;
import org.jrsync.engine.report.LogSession;
import org.jrsync.engine.report.Reporter;
import org.jrsync.engine.tree.OperatorAnchor;
import org.jrsync.posix.FdInputStream;
import org.jrsync.posix.FdOutputStream;
import org.jrsync.posix.Signals;
import org.jrsync.wire.BandwidthLimit;
import org.jrsync.wire.ClientInfo;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.ListBudget;
import org.jspecify.annotations.Nullable;

/**
 * The server that a client starts through a remote shell: it speaks over standard input and output.
 */
final class ServerRun {
  private final ParsedArguments parsed;
  private final Environment environment;

  ServerRun(ParsedArguments parsed, Environment environment) {
    this.parsed = parsed;
    this.environment = environment;
  }

  int run() {
    FdInputStream input = new FdInputStream(0);
    FdOutputStream output = new FdOutputStream(1);
    StreamTransport transport =
        new StreamTransport(
            input,
            output,
            input::setTimeoutMillis,
            output::close,
            () -> {
              output.close();
              input.close();
            });
    WireInput in = new WireInput(transport);
    WireOutput out = new WireOutput(transport, in.timeout(), WireOutput.DEFAULT_BUFFER);
    Options.Builder b = parsed.options().toBuilder();
    b.server = true;
    Options options = b.build();
    if (options.bwlimit > 0) {
      out.setBandwidthLimit(new BandwidthLimit((int) Math.max(1, options.bwlimit / 1024)));
    }
    OperatorAnchor anchor = new OperatorAnchor(ClientTransfer.currentDirectory(environment));
    Reporter silent = (code, text) -> {};
    TransferRequest request =
        new TransferRequest(
            options,
            arguments(),
            Rules.of(parsed.filters(), "server", silent),
            FilterList.EMPTY,
            new ClientInfo(parsed.clientInfo()),
            0,
            in,
            out,
            anchor,
            silent,
            ClientTransfer.ownEnvironment(),
            new StandardParts(
                in,
                out,
                null,
                false,
                LogSession.client(Signals.processId()),
                TransferProgress.NONE,
                SideSetup.Companions.PLATFORM_THREADS,
                ListBudget.unlimited(),
                StandardParts.Names.ANY),
            WriteWatch.onPlatformThread(),
            text("RSYNC_CHECKSUM_LIST"),
            text("RSYNC_COMPRESS_LIST"));
    Transfer transfer =
        new Transfer(
            request, ScannedFiles.in(anchor, Rules.operatorFiles(), ListBudget.unlimited()));
    TransferResult result = transfer.run();
    output.close();
    if (result.failure() != null) {
      input.close();
    }
    transfer.awaitEnd();
    return result.exitStatus();
  }

  /** What stands behind the dot that ends the options. */
  private List<byte[]> arguments() {
    List<byte[]> all = parsed.arguments();
    List<byte[]> rest = all.isEmpty() ? all : all.subList(1, all.size());
    return rest.isEmpty() ? List.of(new byte[] {'.'}) : rest;
  }

  private @Nullable String text(String name) {
    byte @Nullable [] value = environment.get(name);
    return value == null ? null : new String(value, ISO_8859_1);
  }
}
