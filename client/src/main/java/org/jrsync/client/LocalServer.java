package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jrsync.engine.StandardParts;
import org.jrsync.engine.Transfer;
import org.jrsync.engine.TransferProgress;
import org.jrsync.engine.TransferResult;
import org.jrsync.engine.filter.FilterParser;
import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.Iconv;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.OptionsBuilder;
import org.jrsync.engine.options.ParsedArguments;
import org.jrsync.engine.options.ServerArguments;
import org.jrsync.engine.report.Reporter;
import org.jrsync.engine.tree.OperatorAnchor;
import org.jrsync.wire.ClientInfo;
import org.jrsync.wire.MemoryPipe;

/**
 * The receiving server of a local copy: it runs on threads of this process, over a pipe in memory.
 */
final class LocalServer {
  private static final long TIDYING_NANOS = TimeUnit.SECONDS.toNanos(5);

  private LocalServer() {}

  /**
   * Starts it.
   *
   * @param rules the client's, for this side alone
   */
  static ServerConnection start(
      ParsedArguments parsed,
      FilterParser rules,
      byte[] destination,
      Environment environment,
      Reporter reporter) {
    MemoryPipe.Pair pipe = MemoryPipe.pair();
    AtomicInteger status = new AtomicInteger();
    Thread thread =
        Thread.ofPlatform()
            .name("jrsync server")
            .daemon(true)
            .start(() ->
                status.set(
                    serve(parsed, rules, destination, environment, reporter, pipe.second())));
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

  /** What the options for the server alone say of {@code --munge-links}. */
  private static boolean munges(ParsedArguments parsed) {
    boolean munges = false;
    for (byte[] option : parsed.connection().remoteOptions()) {
      switch (new String(option, ISO_8859_1)) {
        case "--munge-links" -> munges = true;
        case "--no-munge-links" -> munges = false;
        default -> {}
      }
    }
    return munges;
  }

  private static int serve(
      ParsedArguments parsed,
      FilterParser rules,
      byte[] destination,
      Environment environment,
      Reporter reporter,
      MemoryPipe end) {
    ServerConnection own = ServerConnection.of(end, ServerEnd.ELSEWHERE);
    try (own;
        OperatorAnchor anchor = OwnSide.currentDirectory()) {
      OptionsBuilder b = parsed.options().toBuilder();
      b.server = true;
      b.sender = false;
      b.localTransfer = true;
      b.chmod = null;
      b.messages = b.messages.withoutLog();
      b.filesFrom = null;
      Iconv iconv = b.iconv;
      b.iconv = iconv == null ? null : iconv.onServer();
      b.linkRules = b.linkRules.munging(munges(parsed));
      Options options = b.build();
      // What is told before messages can be sent is told at once.
      Reporter early =
          (code, text) -> {
            if (!own.out().isMultiplexing()) {
              reporter.report(code, text);
            }
          };
      OwnSide side = new OwnSide(own.in(), own.out(), anchor, environment);
      Transfer transfer =
          side.transfer(
              options,
              List.of(destination),
              null,
              rules,
              new ClientInfo(ServerArguments.clientInfo(parsed.options(), true)),
              0,
              early,
              side.parts(TransferProgress.NONE, StandardParts.Names.ANY));
      TransferResult result = transfer.run();
      own.close();
      transfer.awaitEnd();
      return result.exitStatus();
    }
  }
}
