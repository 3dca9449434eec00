package org.jrsync.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jrsync.client.NamesFiles;
import org.jrsync.client.OwnSide;
import org.jrsync.client.Rules;
import org.jrsync.client.RunLog;
import org.jrsync.engine.NamesFile;
import org.jrsync.engine.StandardParts;
import org.jrsync.engine.Transfer;
import org.jrsync.engine.TransferProgress;
import org.jrsync.engine.TransferResult;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.filter.FilterParser;
import org.jrsync.engine.options.ArgumentParser;
import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.Iconv;
import org.jrsync.engine.options.MessageRouting;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.OptionsBuilder;
import org.jrsync.engine.options.ParsedArguments;
import org.jrsync.engine.options.SecludedArguments;
import org.jrsync.engine.options.UsageException;
import org.jrsync.engine.report.ErrorLine;
import org.jrsync.engine.report.Reporter;
import org.jrsync.engine.scan.Glob;
import org.jrsync.engine.tree.Anchor;
import org.jrsync.engine.tree.RestrictedAnchor;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Descriptors;
import org.jrsync.posix.FdInputStream;
import org.jrsync.posix.FdOutputStream;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.Signals;
import org.jrsync.wire.BandwidthLimit;
import org.jrsync.wire.ClientInfo;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.charset.NameCharset;
import org.jspecify.annotations.Nullable;

/**
 * The server that a client starts through a remote shell: it speaks over standard input and output.
 */
final class ServerRun {
  private static final String[] ENDING_SIGNALS = {"INT", "TERM", "HUP"};

  /** Most bytes of secluded arguments, as much as a shell can pass to the client. */
  private static final int MAX_SECLUDED = 2 << 20;

  /** How long a signal may come after what it goes with. */
  private static final int SIGNAL_MILLIS = 40;

  private final Console console;
  private final List<byte[]> words;
  private final ParsedArguments open;
  private final Environment environment;
  private final @Nullable RestrictedPlace place;
  private volatile @Nullable ExitCode signalled;
  private volatile boolean waitedForSignal;
  private volatile @Nullable Transfer running;

  /**
   * @param words the program's arguments
   * @param open what they say, if they are all
   * @param place the folder that the client is restricted to, null where it is not
   */
  ServerRun(
      Console console,
      List<byte[]> words,
      ParsedArguments open,
      Environment environment,
      @Nullable RestrictedPlace place) {
    this.console = console;
    this.words = words;
    this.open = open;
    this.environment = environment;
    this.place = place;
  }

  /**
   * Runs to the end.
   *
   * @throws UsageException if secluded arguments make no sense
   */
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
    boolean secluded = open.connection().secludedArgs();
    Iconv iconv = open.options().iconv;
    NameCharset charset = iconv == null ? null : iconv.charset();
    ParsedArguments parsed =
        secluded
            ? ArgumentParser.parse(
                SecludedArguments.join(words, Iconv.received(secluded(in), charset)), environment)
            : open;
    if (parsed.arguments().isEmpty()) {
      throw UsageException.help();
    }
    OptionsBuilder b = parsed.options().toBuilder();
    b.server = true;
    Options options = b.build();
    out.setBandwidthLimit(BandwidthLimit.of(options.bwlimit));
    Anchor anchor = place == null ? OwnSide.currentDirectory() : new RestrictedAnchor(place.tree());
    // A server shows bytes beyond ASCII as numbers, whatever its locale.
    Reporter shown = new ConsoleReporter(console, options, Environment.EMPTY);
    boolean all = options.messages.stderr() == MessageRouting.Stderr.ALL;
    boolean none = options.messages.stderr() == MessageRouting.Stderr.CLIENT;
    if (all) {
      console.toStandardError();
    }
    Reporter errors =
        (code, text) -> {
          boolean sent = none && out.isMultiplexing();
          if (!sent && (all || isError(code)) && (!isError(code) || !isSignalled())) {
            shown.report(code, text);
          }
        };
    RunLog log = RunLog.open(options, errors);
    Reporter local = log.over(errors);
    @Nullable NamesFile names =
        place == null ? NamesFiles.open(options, local) : place.names(options);
    OwnSide side = new OwnSide(in, out, anchor, environment);
    Transfer transfer =
        side.transfer(
            options,
            arguments(parsed.arguments(), secluded ? anchor.tree() : null),
            names,
            rules(parsed, local),
            new ClientInfo(parsed.clientInfo()),
            0,
            local,
            side.parts(TransferProgress.NONE, StandardParts.Names.ANY));
    running = transfer;
    for (String signal : ENDING_SIGNALS) {
      Signals.handle(signal, () -> end(ExitCode.SIGNAL, transfer, transport));
    }
    Signals.handle("USR1", () -> end(ExitCode.SIGNAL1, transfer, transport));
    TransferResult result = transfer.run();
    output.close();
    if (result.failure() != null) {
      input.close();
    }
    transfer.awaitEnd();
    ExitCode reason = signalled;
    log.finish(
        options, options.sender, result, reason == null ? result.exitStatus() : reason.code());
    return reason == null ? result.exitStatus() : reason.code();
  }

  private FilterParser rules(ParsedArguments parsed, Reporter errors) {
    RestrictedPlace folder = place;
    return folder == null
        ? Rules.ofServer(parsed, environment, errors)
        : Rules.ofServer(
            parsed,
            new RestrictedRules(folder.tree(), folder.folder(), folder.writeOnly()),
            environment,
            errors);
  }

  /**
   * Whether a signal ends this process. A client that ends its server by a signal closes the
   * connection at about the same moment, and it is the signal that counts: a failure that is about
   * to end this side is told only if none comes for a while.
   */
  private boolean isSignalled() {
    Transfer transfer = running;
    if (transfer == null || !transfer.isEnding()) {
      return signalled != null;
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SIGNAL_MILLIS);
    while (signalled == null && !waitedForSignal && System.nanoTime() - end < 0) {
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    waitedForSignal = true;
    return signalled != null;
  }

  private static boolean isError(MessageCode code) {
    return code != MessageCode.INFO && code != MessageCode.CLIENT && code != MessageCode.LOG;
  }

  /** Breaks the connection off: what is unfinished is then removed, or kept as asked for. */
  private void end(ExitCode reason, Transfer transfer, StreamTransport transport) {
    if (signalled != null || (transfer.isEnding() && waitedForSignal)) {
      return;
    }
    console.error(ErrorLine.of(reason.code(), new Throwable(), transfer.roleName()) + "\n");
    signalled = reason;
    // The client is to see the connection's end no earlier than this process's, whose status
    // counts.
    keepOpen(0);
    keepOpen(1);
    try {
      transport.close();
    } catch (IOException e) {
      // It is of no use any more either way.
      return;
    }
  }

  /** The duplicate is closed by the process's end. */
  private static void keepOpen(int fd) {
    try {
      Descriptors.duplicate(fd);
    } catch (PosixException e) {
      // It is closed already.
      return;
    }
  }

  private static List<byte[]> secluded(WireInput in) {
    List<byte[]> list = new ArrayList<>();
    int left = MAX_SECLUDED;
    while (true) {
      byte[] word = in.readArgument(left, true);
      if (word.length == 0) {
        return list;
      }
      list.add(word);
      left -= word.length;
    }
  }

  /**
   * What stands behind the dot that ends the options.
   *
   * @param all that dot and what follows
   * @param tree where wildcards are looked for that no shell has seen; null where one has
   */
  private static List<byte[]> arguments(List<byte[]> all, @Nullable Tree tree) {
    List<byte[]> rest = all.subList(1, all.size());
    if (tree != null) {
      Glob glob = new Glob(tree, FilterList.EMPTY);
      rest.forEach(glob::add);
      rest = glob.paths();
    }
    return rest.isEmpty() ? List.of(new byte[] {'.'}) : rest;
  }
}
