package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jrsync.engine.StandardParts;
import org.jrsync.engine.Transfer;
import org.jrsync.engine.TransferProgress;
import org.jrsync.engine.TransferResult;
import org.jrsync.engine.filter.FilterParser;
import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.Iconv;
import org.jrsync.engine.options.MessageRouting;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.OptionsBuilder;
import org.jrsync.engine.options.ParsedArguments;
import org.jrsync.engine.options.ServerArguments;
import org.jrsync.engine.options.UsageException;
import org.jrsync.engine.report.ErrorLine;
import org.jrsync.engine.report.Reporter;
import org.jrsync.engine.tree.OperatorAnchor;
import org.jrsync.wire.ClientInfo;
import org.jrsync.wire.MemoryPipe;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.Role;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/**
 * The receiving server of a local copy: it runs on threads of this process, over a pipe in memory.
 */
final class LocalServer {
  private static final long TIDYING_NANOS = TimeUnit.SECONDS.toNanos(5);

  private LocalServer() {}

  /**
   * Starts it.
   *
   * @param clientRules the client's, which stay as they are
   * @param direct where it tells what does not go through the connection, as a program of its own
   *     tells it to its standard error
   */
  static ServerConnection start(
      ParsedArguments parsed,
      FilterParser clientRules,
      byte[] destination,
      Environment environment,
      Reporter direct) {
    FilterParser rules = clientRules.copy(Role.EARLY_RECEIVER.text());
    MemoryPipe.Pair pipe = MemoryPipe.pair();
    AtomicInteger status = new AtomicInteger();
    Thread thread =
        Thread.ofPlatform()
            .name("jrsync server")
            .daemon(true)
            .start(() ->
                status.set(serve(parsed, rules, destination, environment, direct, pipe.second())));
    return ServerConnection.of(
        pipe.first(),
        patience -> {
          join(thread, patience);
          return status.get();
        });
  }

  /** Without patience it still may remove what it has not completed. */
  private static void join(Thread server, BooleanSupplier patience) {
    long start = System.nanoTime();
    try {
      while (server.isAlive()
          && (patience.getAsBoolean() || System.nanoTime() - start < TIDYING_NANOS)) {
        server.join(ServerEnd.SLICE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is not as the client has it; {@code own} is what options for the server alone add. */
  private static Options options(ParsedArguments client, @Nullable ParsedArguments own) {
    OptionsBuilder b = (own == null ? client : own).options().toBuilder();
    b.server = true;
    b.sender = false;
    b.localTransfer = true;
    b.batch = client.options().batch;
    b.filesFrom = null;
    Iconv iconv = client.options().iconv;
    if (iconv != null && (own == null || b.iconv == null)) {
      b.iconv = iconv.onServer();
    }
    if (own == null) {
      b.chmod = null;
      b.linkRules = b.linkRules.munging(false);
      b.messages = b.messages.withoutLog();
    } else if (b.messages.logFile() == null) {
      // The client's log is still to get what its format asks for.
      byte[] format = client.options().messages.logFileFormat();
      b.messages = new MessageRouting(b.messages.stderr(), null, format);
    }
    return b.build();
  }

  private static int serve(
      ParsedArguments parsed,
      FilterParser rules,
      byte[] destination,
      Environment environment,
      Reporter direct,
      MemoryPipe end) {
    ServerConnection own = ServerConnection.of(end, ServerEnd.ELSEWHERE);
    try (own;
        OperatorAnchor anchor = OwnSide.currentDirectory()) {
      // What is told before messages can be sent is told at once, where errors go.
      Reporter early =
          (code, text) -> {
            if (!own.out().isMultiplexing()) {
              direct.report(MessageCode.ERROR, text);
            }
          };
      Options options;
      try {
        ParsedArguments told = ownArguments(parsed);
        options = options(parsed, told);
        if (told != null) {
          Rules.add(rules, told, early);
        }
      } catch (RsyncException e) {
        // Told before the connection ends, which the client tells of.
        tell(direct, e.getMessage());
        tell(direct, ErrorLine.of(e.exitStatus(), e, Role.EARLY_RECEIVER.text()));
        return e.exitStatus();
      }
      try (RunLog log = RunLog.open(options, Role.EARLY_RECEIVER, early)) {
        OwnSide side = new OwnSide(own.in(), own.out(), anchor, environment);
        Transfer transfer =
            side.transfer(
                options,
                List.of(destination),
                null,
                rules,
                new ClientInfo(ServerArguments.clientInfo(parsed.options(), true)),
                0,
                log.over(
                    ServerErrors.of(
                        options.messages.stderr(),
                        options.protocol,
                        own.out(),
                        whileClientLasts(direct, end))),
                side.parts(TransferProgress.NONE, StandardParts.Names.ANY));
        TransferResult result = transfer.run();
        own.close();
        transfer.awaitEnd();
        log.finish(options, false, result, result.exitStatus());
        return result.exitStatus();
      }
    }
  }

  /** The options as they are for this side alone; null where it has none of its own. */
  private static @Nullable ParsedArguments ownArguments(ParsedArguments parsed) {
    Supplier<ParsedArguments> remote = parsed.serverOfCopy();
    ParsedArguments own = remote == null ? null : remote.get();
    if (own != null && own.options().filesFrom != null) {
      throw UsageException.syntax(
          "rsync: on remote machine: --files-from is read by the sender in a local copy");
    }
    return own;
  }

  /** A client that fails ends rsync's server by a signal: it does not tell of that. */
  private static Reporter whileClientLasts(Reporter direct, MemoryPipe end) {
    return (code, text) -> {
      if (!end.isClosed()) {
        direct.report(code, text);
      }
    };
  }

  private static void tell(Reporter direct, String line) {
    direct.report(MessageCode.ERROR, (line + "\n").getBytes(ISO_8859_1));
  }
}
