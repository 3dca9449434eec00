package org.jrsync.daemon.transfer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.daemon.hook.ModuleHooks;
import org.jrsync.daemon.hook.NameConverter;
import org.jrsync.daemon.session.ModulePaths;
import org.jrsync.daemon.session.ModuleRoot;
import org.jrsync.daemon.session.TransferRequest;
import org.jrsync.daemon.session.TransferResult;
import org.jrsync.engine.NamesFile;
import org.jrsync.engine.SanitizedLinks;
import org.jrsync.engine.ScannedFiles;
import org.jrsync.engine.Session;
import org.jrsync.engine.SideSetup;
import org.jrsync.engine.StandardParts;
import org.jrsync.engine.Transfer;
import org.jrsync.engine.TransferProgress;
import org.jrsync.engine.WriteWatch;
import org.jrsync.engine.filter.CvsIgnore;
import org.jrsync.engine.filter.FilterExchange;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.filter.FilterParser;
import org.jrsync.engine.options.AttributeOptions;
import org.jrsync.engine.options.Iconv;
import org.jrsync.engine.options.MessageRouting;
import org.jrsync.engine.options.ModuleRules;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.OptionsBuilder;
import org.jrsync.engine.options.ParsedArguments;
import org.jrsync.engine.options.SuperUser;
import org.jrsync.engine.report.ChmodSpec;
import org.jrsync.engine.report.LogFormat;
import org.jrsync.engine.report.LogSession;
import org.jrsync.engine.report.Reporter;
import org.jrsync.engine.scan.Glob;
import org.jrsync.engine.tree.Tree;
import org.jrsync.engine.tree.TreeViews;
import org.jrsync.posix.Identity;
import org.jrsync.posix.Umask;
import org.jrsync.wire.BandwidthLimit;
import org.jrsync.wire.ClientInfo;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.Transport;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.EntryPolicy;
import org.jrsync.wire.flist.ListBudget;
import org.jspecify.annotations.Nullable;

/** One transfer of a module, put together for the engine. */
final class EngineTransfer {

  /** Permissions of new files where the client preserves none. */
  private static final int ALL_PERMISSIONS = 0777;

  /** Threads that one client may have for compression. */
  private static final int MAX_COMPRESSION_THREADS = 8;

  /** Memory for what a client sends, and its file lists, in bytes: some ten million files. */
  private static final long MAX_SESSION_BYTES = 1L << 30;

  /** Makes the tree of a module, in which links are stored and files are seen in certain ways. */
  interface Trees {
    Tree of(ModuleRoot root, UnaryOperator<Tree> view);
  }

  private final TransferRequest request;
  private final ParsedArguments parsed;
  private final FilterList hidden;
  private final SideSetup.Companions threads;
  private final Identity identity;
  private final WriteWatch watch;
  private final SessionOverrides overrides;
  private final MemoryBudget pool;
  private final Options options;
  private final Reporter reporter = this::log;

  /**
   * @param threads starts the receiver's thread
   * @param identity whom files are touched as
   * @param watch watches writes that wait for the client
   * @param overrides what holds for the transfers of all modules
   * @param pool what the memory of all sessions is taken from
   */
  EngineTransfer(
      TransferRequest request,
      ParsedArguments parsed,
      FilterList hidden,
      SideSetup.Companions threads,
      Identity identity,
      WriteWatch watch,
      SessionOverrides overrides,
      MemoryBudget pool) {
    this.overrides = overrides;
    this.pool = pool;
    this.watch = watch;
    this.request = request;
    this.parsed = parsed;
    this.hidden = hidden;
    this.threads = threads;
    this.identity = identity;
    this.options = options();
  }

  /** The client's options under the module's rules. */
  private Options options() {
    ModuleConfig module = request.module();
    OptionsBuilder b = parsed.options().toBuilder();
    b.server = true;
    b.daemon = true;
    b.quiet = 0;
    b.linkRules = b.linkRules.inModule(request.paths().mungeSymlinks());
    b.messages = MessageRouting.DEFAULT;
    b.protocol = request.protocol();
    Iconv iconv = b.iconv;
    b.iconv = iconv == null ? null : iconv.withOwn(module.text(Parameter.CHARSET));
    b.levels.limit(module.number(Parameter.MAX_VERBOSITY));
    if (module.flag(Parameter.IGNORE_ERRORS)) {
      b.ignoreErrors = true;
    }
    // Behind a chroot upstream cannot look names up, and so does not unless it is told to.
    Boolean numericIds = module.optionalFlag(Parameter.NUMERIC_IDS);
    boolean ignoreIdNames =
        request.paths().chroot()
            ? !Boolean.FALSE.equals(numericIds) && converter() == null
            : Boolean.TRUE.equals(numericIds);
    byte[] temp = module.bytes(Parameter.TEMP_DIR);
    boolean ownTempDir = b.writing.tempDir() == null && temp.length > 0;
    if (ownTempDir) {
      b.writing = b.writing.withTempDir(temp);
    }
    b.moduleRules =
        new ModuleRules(
            ignoreIdNames,
            chmod(module, b.sender),
            module.flag(Parameter.DEVICES),
            ownTempDir,
            module.flag(Parameter.IGNORE_NONREADABLE));
    long bwlimit = overrides.bwlimit();
    if (bwlimit > 0 && (b.bwlimit == 0 || b.bwlimit > bwlimit)) {
      b.bwlimit = bwlimit;
    }
    Boolean openNoatime = module.optionalFlag(Parameter.OPEN_NOATIME);
    if (openNoatime != null) {
      b.openNoatime = openNoatime;
    }
    b.attributes = attributes(module, b.attributes);
    b.compression = b.compression.withThreadsAtMost(MAX_COMPRESSION_THREADS);
    int timeout = module.timeout();
    if (timeout != 0 && (b.timeout == 0 || timeout < b.timeout)) {
      b.timeout = Math.max(0, timeout);
    }
    return b.build();
  }

  /** What a client calls fake is the module's to decide. */
  private static AttributeOptions attributes(ModuleConfig module, AttributeOptions asked) {
    if (module.flag(Parameter.FAKE_SUPER)) {
      return asked.with(SuperUser.FAKE, Math.min(asked.xattrs(), 1));
    }
    return asked.superUser().isFake() ? asked.with(SuperUser.ALWAYS, asked.xattrs()) : asked;
  }

  /** As with rsync, rules that make no sense are logged and the module goes without them. */
  private @Nullable String chmod(ModuleConfig module, boolean sender) {
    Parameter parameter = sender ? Parameter.OUTGOING_CHMOD : Parameter.INCOMING_CHMOD;
    String rules = module.text(parameter);
    if (rules.isEmpty()) {
      return null;
    }
    if (ChmodSpec.parse(rules, 0) == null) {
      request.log().accept("Invalid \"" + parameter.label() + "\" directive: " + rules);
      return null;
    }
    return rules;
  }

  /** Links that are stored as they come, in a module whose top is no root of its own. */
  private EntryPolicy linkPolicy() {
    ModulePaths paths = request.paths();
    boolean ownRoot = paths.chroot() && paths.inner().isEmpty();
    return ownRoot || paths.mungeSymlinks() ? EntryPolicy.NONE : new SanitizedLinks();
  }

  private Tree view(Tree stored) {
    boolean munges = request.paths().mungeSymlinks();
    Tree tree = munges ? TreeViews.munged(stored, !options.sender) : stored;
    return TreeViews.of(options).apply(tree);
  }

  /**
   * Runs the transfer.
   *
   * @param trees makes the tree of the module
   */
  TransferResult run(Trees trees, Transport transport) {
    try (MemoryBudget memory = pool.session(MAX_SESSION_BYTES)) {
      return run(trees, transport, new ListBudget(memory, ListBudget.MOST_ENTRIES));
    }
  }

  private TransferResult run(Trees trees, Transport transport, ListBudget budget) {
    WireInput in = new WireInput(transport);
    WireOutput out = new WireOutput(transport, in.timeout(), WireOutput.DEFAULT_BUFFER);
    out.setBandwidthLimit(BandwidthLimit.of(options.bwlimit));
    Tree tree = trees.of(request.root(), this::view);
    try (NamesFile names = ModuleNames.open(options, tree, hidden)) {
      return run(tree, names, transport, in, out, budget);
    }
  }

  private TransferResult run(
      Tree tree,
      @Nullable NamesFile names,
      Transport transport,
      WireInput in,
      WireOutput out,
      ListBudget budget) {
    ModuleRuleFiles ruleFiles = new ModuleRuleFiles(tree, hidden, request.module().writeOnly());
    ServedAnchor anchor =
        new ServedAnchor(
            tree,
            ModuleTransfers.bytes(request.module().name()),
            request.paths().chroot() && request.paths().inner().isEmpty());
    Transfer transfer =
        new Transfer(
            new org.jrsync.engine.TransferRequest(
                options,
                arguments(tree, budget.memory()),
                names,
                rules(ruleFiles, budget.memory()),
                hidden,
                new ClientInfo(parsed.clientInfo()),
                request.clientProtocol(),
                in,
                out,
                anchor,
                reporter,
                environment(),
                new StandardParts(
                    in,
                    out,
                    logFormat(),
                    true,
                    logSession(),
                    TransferProgress.NONE,
                    threads,
                    budget,
                    session -> linkPolicy()),
                watch,
                System.getenv("RSYNC_CHECKSUM_LIST"),
                System.getenv("RSYNC_COMPRESS_LIST")),
            ScannedFiles.in(anchor, ruleFiles, budget));
    org.jrsync.engine.TransferResult result = transfer.run();
    if (result.failure() != null) {
      closeQuietly(transport);
    }
    transfer.awaitEnd();
    TransferResult ended =
        new TransferResult(
            result.exitStatus(), out.bytesWritten(), in.bytesRead(), result.stats().totalSize);
    if (ended.exitStatus() == 0 || options.sender) {
      request
          .log()
          .accept(
              "sent "
                  + ended.sent()
                  + " bytes  received "
                  + ended.received()
                  + " bytes  total size "
                  + ended.totalSize());
    }
    return ended;
  }

  private static void closeQuietly(Transport transport) {
    try {
      transport.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  private @Nullable NameConverter converter() {
    ModuleHooks hooks = request.hooks();
    return hooks == null ? null : hooks.converter();
  }

  private Session.Environment environment() {
    NameConverter converter = converter();
    Session.Environment plain = Session.Environment.of(identity, ALL_PERMISSIONS & ~Umask.read());
    return converter == null ? plain : plain.withNames(converter);
  }

  /** A sender's sources, or a receiver's destination; the first word of the client's is a dot. */
  private List<byte[]> arguments(Tree tree, MemoryBudget memory) {
    Glob glob = new Glob(tree, hidden, memory);
    List<byte[]> words = parsed.arguments();
    for (int i = 1; i < words.size(); i++) {
      List<byte[]> paths =
          FileArguments.paths(
              words.get(i), request.module().name(), request.wholeArguments(), options.relative);
      for (byte[] path : paths) {
        glob.add(path);
      }
    }
    List<byte[]> all = glob.paths();
    if (all.isEmpty() && (options.transfersDirs() || options.listOnly || !options.sender)) {
      all = new ArrayList<>(all);
      all.add(new byte[] {'.'});
    }
    return all;
  }

  private FilterParser rules(ModuleRuleFiles files, MemoryBudget memory) {
    FilterParser parser =
        new FilterParser(
            files,
            "server",
            text -> reporter.report(MessageCode.ERROR, ModuleTransfers.bytes(text + "\n")));
    // Behind a chroot the root is the home directory; the daemon's own is nothing to its clients.
    boolean chroot = request.paths().chroot();
    String variable = System.getenv("CVSIGNORE");
    parser.setCvsIgnore(
        CvsIgnore.ofHome(
            chroot ? new byte[0] : null,
            variable == null ? null : ModuleTransfers.bytes(variable)));
    parser.setNulSeparated(options.from0);
    parser.setLimits(FilterExchange.MAX_RULES, memory);
    parser.read(
        parsed.filters(),
        text -> reporter.report(MessageCode.INFO, ModuleTransfers.bytes(text + "\n")));
    return parser;
  }

  private @Nullable LogFormat logFormat() {
    byte[] format = overrides.logFormat();
    if (format != null) {
      return LogFormat.parse(format);
    }
    return request.module().flag(Parameter.TRANSFER_LOGGING)
        ? LogFormat.parse(request.module().bytes(Parameter.LOG_FORMAT))
        : null;
  }

  private LogSession logSession() {
    return new LogSession(
        true,
        request.client().host(),
        request.client().addressText(),
        request.module().name(),
        request.paths().root(),
        request.user(),
        request.log().session());
  }

  private void log(MessageCode code, byte[] text) {
    int end = text.length;
    while (end > 0 && (text[end - 1] == '\n' || text[end - 1] == '\r')) {
      end--;
    }
    if (end > 0) {
      String line = new String(text, 0, end, StandardCharsets.ISO_8859_1);
      switch (code) {
        case INFO, LOG, CLIENT -> request.log().accept(line);
        default -> request.log().warn(line);
      }
    }
  }
}
