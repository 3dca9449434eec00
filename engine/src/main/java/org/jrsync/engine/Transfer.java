package org.jrsync.engine;

import java.util.List;
import org.jrsync.engine.batch.BatchWriter;
import org.jrsync.engine.filter.FilterExchange;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.filter.FilterParser;
import org.jrsync.engine.generator.ReceiverEvents;
import org.jrsync.engine.metadata.XattrNames;
import org.jrsync.engine.options.Iconv;
import org.jrsync.engine.options.MessageRouting;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.ServerArguments;
import org.jrsync.engine.report.ItemLog;
import org.jrsync.engine.report.Reporter;
import org.jrsync.engine.sender.SourceRemover;
import org.jrsync.posix.Identity;
import org.jrsync.wire.ChecksumChoice;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.Negotiated;
import org.jrsync.wire.Negotiation;
import org.jrsync.wire.PeerExitException;
import org.jrsync.wire.Role;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.AttributeLists;
import org.jspecify.annotations.Nullable;

/**
 * Runs one side of a transfer from the negotiation to the goodbye. A failure ends this side alone:
 * it is told to the peer as far as the protocol can, and comes back as part of the result.
 */
public final class Transfer {
  /** How long to read on when nothing can be written any more. */
  private static final int LAST_WORDS_MILLIS = 500;

  private static final byte[] HERE = {'.'};

  private final TransferRequest request;
  private final Options options;
  private final WireInput in;
  private final WireOutput out;
  private final Reporter reporter;
  private final IoErrors ioErrors = new IoErrors();
  private final TransferStats stats = new TransferStats();
  private final SendingSide.Sources sources;
  private @Nullable ServerReporter toClient;
  private @Nullable Negotiated negotiated;
  private @Nullable ReceivingSide receiving;
  private @Nullable BatchWriter record;
  private final Watchdog watchdog;
  private Session.Environment environment;
  private boolean summarized;
  private volatile boolean ending;
  private boolean starting;

  /**
   * @param sources builds the file list of a sending side
   */
  public Transfer(TransferRequest request, SendingSide.Sources sources) {
    this.request = request;
    this.options = request.options();
    this.environment = request.environment();
    this.in = request.in();
    this.out = request.out();
    this.sources = sources;
    this.watchdog = new Watchdog(request.watch(), out);
    if (options.server) {
      MessageRouting.Stderr routed =
          options.daemon ? MessageRouting.Stderr.CLIENT : options.messages.stderr();
      toClient = new ServerReporter(out, request.reporter(), options.quiet > 0, routed);
      reporter = toClient;
    } else {
      reporter = request.reporter();
    }
  }

  /**
   * Has what the sender sends be written to a batch too; to be said before {@link #run}.
   *
   * @param batch stays the caller's, to be closed after the end
   */
  public void recordTo(BatchWriter batch) {
    record = batch;
  }

  /** Runs to the end. */
  public TransferResult run() {
    Identity.@Nullable Hold hold = null;
    try {
      startConversion();
      hold = copyAs();
      negotiate();
      if (options.sender) {
        send();
      } else {
        receive();
      }
      out.flush();
      return result(null);
    } catch (RuntimeException | Error e) {
      ending = true;
      RsyncException failure = heard(watchdog.cause(Failures.of(e, in.role()), in.role()));
      takeLeave(failure);
      return result(Failures.explained(failure, in.role()));
    } finally {
      watchdog.stop();
      if (hold != null) {
        hold.close();
      }
    }
  }

  /** A server's messages are told in the wire's charset, where names are converted. */
  private void startConversion() {
    Iconv iconv = options.iconv;
    ServerReporter client = toClient;
    if (iconv != null && client != null) {
      client.convert(iconv.charset().toWire());
    }
  }

  /** Acts in another's name from here on, with all threads that this one starts, if asked to. */
  private Identity.@Nullable Hold copyAs() {
    byte[] asked = options.attributes.copyAs();
    if (asked == null) {
      return null;
    }
    Identity identity = CopyAs.identity(asked, beginner());
    environment = Session.Environment.of(identity, environment.newFileBits());
    return CopyAs.take(identity, beginner());
  }

  /**
   * A sender whose peer has closed the connection may not have read yet why it did; that is the
   * reason then, and not that nothing can be written.
   */
  private RsyncException heard(RsyncException failure) {
    if (failure.exitCode() != ExitCode.SOCKET_IO || !options.sender) {
      return failure;
    }
    try {
      in.drainMessages(LAST_WORDS_MILLIS);
    } catch (PeerExitException e) {
      return e;
    } catch (RsyncException e) {
      return failure;
    }
    return failure;
  }

  private void takeLeave(RsyncException failure) {
    ReceivingSide side = receiving;
    if (side != null) {
      side.stopForwarding();
    }
    new Farewell(
            in,
            out,
            reporter,
            side,
            new Farewell.Self(
                options.server, options.daemon, options.sender, protocol(), roleName()))
        .tell(failure);
    if (side != null) {
      side.stopReading();
    }
  }

  /**
   * Waits for a receiver that was left behind by a failure, and gives back what the transfer held;
   * the connection must be closed.
   */
  public void awaitEnd() {
    ReceivingSide side = receiving;
    if (side != null) {
      side.finish();
    }
  }

  private TransferResult result(@Nullable RsyncException failure) {
    int status = failure != null ? failure.exitStatus() : ioErrors.exitCode().code();
    return new TransferResult(
        status, stats, protocol(), roleName(), failure, failure == null && summarized);
  }

  private int protocol() {
    return negotiated == null ? 0 : negotiated.protocol();
  }

  /** Whether a failure is about to end this side. */
  public boolean isEnding() {
    return ending;
  }

  /** Which part of the run this side is at present, as closing lines name it. */
  public String roleName() {
    if (negotiated == null) {
      return starting ? Role.SERVER.text() : beginner().text();
    }
    return options.sender
        ? Role.SENDER.text()
        : receiving == null
            ? Role.EARLY_RECEIVER.text()
            : in.role() == Role.RECEIVER ? Role.GENERATOR.text() : in.role().text();
  }

  // --- Before the transfer

  private void negotiate() {
    NegotiationLog log = new NegotiationLog(options, reporter);
    Negotiation negotiation =
        new Negotiation(options.server, options.sender)
            .protocol(options.protocol)
            .remoteProtocol(request.remoteProtocol())
            .clientInfo(request.clientInfo())
            .allowIncRecurse(ServerArguments.allowsIncrementalRecursion(options, options.sender))
            .checksumList(request.checksumList())
            .compress(
                options.compression.wanted(),
                options.compression.choice(),
                options.compression.level())
            .compressList(request.compressList())
            .listLog(log::list)
            .seed(options.checksumSeed);
    String choice = options.checksumChoice;
    if (choice != null) {
      negotiation.checksumChoice(ChecksumChoice.parse(choice));
    }
    in.setRole(beginner());
    out.setRole(in.role());
    log.charsets(beginner());
    checkArguments(negotiation);
    in.stopCounting();
    in.timeout().setSeconds(options.timeout);
    in.timeout().stopAt(options.stopAt);
    if (options.timeout > 0) {
      watchdog.start();
    }
    int version = exchangeProtocol(negotiation);
    OldProtocol.refuse(options, version);
    batch(negotiation, version);
    Negotiated agreed = negotiation.finish(in, out);
    negotiated = agreed;
    if (options.batch.reads()) {
      in.stopCounting();
    }
    log.result(agreed);
    if (toClient != null) {
      toClient.setProtocol(agreed.protocol());
    }
  }

  /** A server that is a program of its own refuses choices before it is anything else. */
  private void checkArguments(Negotiation negotiation) {
    starting = options.server && !options.daemon && !options.localTransfer;
    if (starting) {
      batch(negotiation, options.protocol);
      negotiation.checkChoices();
      starting = false;
    }
  }

  /** A batch has none of the newer algorithms, so that every release can read it. */
  private void batch(Negotiation negotiation, int version) {
    if (options.batch.writes()) {
      negotiation.checksumList(version >= 30 ? "md5" : "md4").compressList("zlib");
    }
    if (options.batch.reads()) {
      negotiation.recorded();
    }
  }

  /** Who this side is before it has agreed on anything. */
  private Role beginner() {
    return options.sender ? Role.SENDER : Role.EARLY_RECEIVER;
  }

  /** A peer that is gone before it has said anything is a fault of the stream to rsync. */
  private int exchangeProtocol(Negotiation negotiation) {
    try {
      return negotiation.exchangeProtocol(in, out);
    } catch (RsyncException e) {
      if (e.exitCode() != ExitCode.SOCKET_IO) {
        throw e;
      }
      throw new RsyncException(ExitCode.STREAM_IO, e.getMessage(), e);
    }
  }

  private Negotiated agreed() {
    if (negotiated == null) {
      throw new IllegalStateException("not negotiated");
    }
    return negotiated;
  }

  private Session session(FilterList filters) {
    return new Session(
        options,
        agreed(),
        filters,
        request.moduleFilters(),
        request.rules().files(),
        ioErrors,
        environment,
        options.sender ? Role.SENDER : Role.EARLY_RECEIVER,
        reporter,
        new Session.Shown(request.anchor().shown(HERE), request.anchor().module()),
        in::checkOpen);
  }

  private FilterExchange exchange() {
    return new FilterExchange(
        agreed().protocol(),
        options.server != options.sender,
        options.deleteMode.deletes(),
        options.deleteExcluded,
        options.pruneEmptyDirs,
        options.cvsExclude);
  }

  /**
   * Begins the frames of both directions, at different points for the two sides and the older
   * protocols, and takes messages from then on.
   *
   * @param events the way to the generator of a receiving side, null on a sending one
   * @param remover removes sources on a sending side, null on a receiving one
   * @return the session as it is before the rules are known
   */
  private Session startStreams(@Nullable ReceiverEvents events, @Nullable SourceRemover remover) {
    // What a server sends is asked for in frames by old clients too, if sources are to be removed.
    boolean served = options.server == options.sender;
    boolean newer = agreed().protocol() >= 30 || (served && options.removeSource.removes());
    boolean live = !options.batch.reads();
    if ((options.server || newer) && live) {
      out.startMultiplexing();
    }
    if (options.server) {
      announceTimeout();
    }
    Session early = session(FilterList.EMPTY);
    if ((!options.server || newer) && live) {
      ItemLog log = request.parts().create(early, stats).log();
      in.startMultiplexing(
          new PeerMessages(early, log, stats, events, remover, watchdog::start), options.server);
      in.setIncrementalRecursion(agreed().incRecurse());
    }
    return early;
  }

  /** Both ends of a local copy have the rules already. */
  private FilterList exchangeRules(Session session) {
    FilterParser rules = request.rules();
    rules.setTrace(session.ruleTrace(MessageCode.INFO));
    rules.setDeleteExcluded(options.deleteExcluded);
    addPartialDirectory(rules);
    rules.setProtocol(agreed().protocol());
    if (record != null) {
      record.writeScript(rules, options.from0, agreed().protocol(), beginner());
    }
    FilterList agreed;
    if (options.localTransfer) {
      agreed = exchange().local(rules);
    } else if (options.server) {
      agreed = exchange().receive(rules, in);
    } else {
      agreed = exchange().send(rules, out);
    }
    if (record != null) {
      record.begin(agreed());
      if (options.sender) {
        out.startCopy(record);
      } else {
        in.startCopy(record);
      }
    }
    return agreed;
  }

  /** The directory of partial files is neither transferred nor deleted. */
  private void addPartialDirectory(FilterParser rules) {
    byte[] dir = options.partialDir;
    boolean own = !options.server || options.localTransfer;
    if (dir != null && dir.length > 0 && dir[0] != '/' && own) {
      rules.excludePartialDirectory(dir, !options.sender || agreed().protocol() >= 30);
    }
  }

  private static Session sharing(Session session, SideSetup setup) {
    session.limitPieces(setup.budget());
    return session.sharing(new AttributeLists(setup.budget().memory(), new XattrNames(session)));
  }

  // --- The two kinds of side

  private void send() {
    SourceRemover remover = new SourceRemover();
    Session bare = session(exchangeRules(startStreams(null, remover)));
    SideSetup setup = request.parts().create(bare, stats);
    Session session = sharing(bare, setup);
    SendingSide side = new SendingSide(session, in, out, setup, stats, remover, record);
    summarized = side.run(request.arguments(), request.names(), sources) || !options.server;
  }

  private void receive() {
    ReceiverEvents events = new ReceiverEvents();
    Session bare = session(exchangeRules(startStreams(events, null)));
    SideSetup setup = request.parts().create(bare, stats);
    Session session = sharing(bare, setup);
    NamesFile names = request.names();
    NameForwarder forwarder =
        names == null
            ? null
            : new NameForwarder(
                names, out, agreed().protocol(), toClient, ListedNamesSource.charset(session));
    receiving =
        new ReceivingSide(session, in, out, request.anchor(), setup, stats, events, forwarder);
    List<byte[]> arguments = request.arguments();
    boolean any = receiving.run(arguments.isEmpty() ? HERE : arguments.getFirst());
    if (!any || options.server) {
      stats.bytesRead = in.bytesRead();
      stats.bytesWritten = out.bytesWritten();
    }
    summarized = true;
  }

  /** A daemon with a timeout tells its client, which then keeps to the shorter one. */
  private void announceTimeout() {
    if (options.daemon && options.timeout > 0 && agreed().protocol() >= 31) {
      out.messageInt(MessageCode.IO_TIMEOUT, options.timeout);
    }
  }
}
