package org.jrsync.daemon.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.List;
import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.daemon.hook.ModuleHooks;
import org.jrsync.daemon.host.OperatorFiles;
import org.jrsync.daemon.host.ThreadStarter;
import org.jrsync.daemon.session.ModuleIdentity;
import org.jrsync.daemon.session.ModulePaths;
import org.jrsync.daemon.session.ModuleRefusedException;
import org.jrsync.daemon.session.ModuleRoot;
import org.jrsync.daemon.session.SharedRoots;
import org.jrsync.daemon.session.ThreadUse;
import org.jrsync.daemon.session.TransferRequest;
import org.jrsync.daemon.session.TransferResult;
import org.jrsync.daemon.session.TransferRunner;
import org.jrsync.engine.SideSetup;
import org.jrsync.engine.WriteWatch;
import org.jrsync.engine.filter.DaemonFilters;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.options.ArgumentParser;
import org.jrsync.engine.options.FilesFrom;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.ParsedArguments;
import org.jrsync.engine.options.RefuseOptions;
import org.jrsync.engine.options.RemoveSource;
import org.jrsync.engine.options.UsageException;
import org.jrsync.engine.tree.NamedDirectory;
import org.jrsync.engine.tree.PosixTree;
import org.jrsync.posix.Identity;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Serves what a client asked for: takes the module's identity, reads the arguments, and lets the
 * engine do the transfer.
 */
public final class ModuleTransfers implements TransferRunner {

  /** The part of the heap that the sessions' lists, rules and block sums may take together. */
  private static final int HEAP_SHARE = 2;

  /** How long a session waits for rule files of the operator's. */
  private static final long RULES_PATIENCE_NANOS = 60_000_000_000L;

  private final OperatorFiles files;
  private final ThreadStarter starter;
  private final FilePools pools;
  private final SharedRoots roots;
  private final WriteWatch watch;
  private final SessionOverrides overrides;
  private final EngineTransfer.Trees trees;
  private final MemoryBudget memory =
      MemoryBudget.ofAllSessions(Runtime.getRuntime().maxMemory() / HEAP_SHARE);

  /**
   * @param files reads the rule files that the configuration names; where its paths begin, those of
   *     modules do
   * @param starter starts the further threads of sessions
   * @param overrides what holds for the transfers of all modules
   */
  public ModuleTransfers(OperatorFiles files, ThreadStarter starter, SessionOverrides overrides) {
    this(files, starter, overrides, (root, view) -> view.apply(new PosixTree(root.tree())));
  }

  /**
   * @param trees makes the tree that the engine works in; tests give others than a module's own
   */
  ModuleTransfers(
      OperatorFiles files,
      ThreadStarter starter,
      SessionOverrides overrides,
      EngineTransfer.Trees trees) {
    this.trees = trees;
    this.overrides = overrides;
    this.files = files;
    this.roots = new SharedRoots(files.root());
    this.starter = starter;
    this.pools = new FilePools(starter);
    this.watch = new WriteWatch(task -> starter.start("timeouts", task));
  }

  @Override
  public ModuleRoot open(String module, ModulePaths paths, long patience) {
    if (!Thread.currentThread().isVirtual()) {
      return roots.open(paths);
    }
    try {
      return ownFiles(module, paths)
          .call(
              () -> roots.open(paths),
              patience == 0 ? Long.MAX_VALUE : patience,
              ModuleRoot::close);
    } catch (FilePool.NoAnswerException e) {
      throw new ModuleRefusedException(
          "module " + module + " is not served: " + paths.root() + " does not answer",
          "the files of module " + module + " cannot be reached -- try again later");
    }
  }

  /** Where a module's file system is waited for before a session takes the module's identity. */
  private FilePool ownFiles(String module, ModulePaths paths) {
    return pools.of(module, paths.root(), null);
  }

  @Override
  public TransferResult run(TransferRequest request, Transport transport, ThreadUse use) {
    try {
      return serve(request, transport, use);
    } catch (RsyncException e) {
      // What fails within a transfer comes back as its result: this one has not begun.
      return new Refusal(request, transport).send(e.exitCode(), e.lines());
    }
  }

  private TransferResult serve(TransferRequest request, Transport transport, ThreadUse use) {
    // The rule files are the operator's, whose identity the session gives up next.
    FilterList hidden =
        use == ThreadUse.VIRTUAL && namesRuleFiles(request.module())
            ? rulesFromElsewhere(request)
            : rules(request);
    Identity identity = identity(request.identity());
    IdentityThreads threads = new IdentityThreads(starter, identity, request.log().session());
    return switch (use) {
      case OWN -> {
        threads.adopt();
        yield transfer(request, transport, hidden, threads, identity, trees);
      }
      case LENT -> {
        try (IdentityThreads.Loan _ = threads.borrow()) {
          yield transfer(request, transport, hidden, threads, identity, trees);
        }
      }
      case VIRTUAL -> {
        FilePool workers = pools.of(request.module().name(), request.paths().root(), identity);
        yield transfer(
            request,
            transport,
            hidden,
            FilePools::companion,
            identity,
            (root, view) -> new PooledTree(trees.of(root, view), workers));
      }
    };
  }

  private FilterList rulesFromElsewhere(TransferRequest request) {
    try {
      return ownFiles(request.module().name(), request.paths())
          .call(() -> rules(request), RULES_PATIENCE_NANOS, rules -> {});
    } catch (FilePool.NoAnswerException e) {
      throw new RefusedException("ERROR: the rule files of this module cannot be read");
    }
  }

  private TransferResult transfer(
      TransferRequest request,
      Transport transport,
      FilterList hidden,
      SideSetup.Companions threads,
      @Nullable Identity identity,
      EngineTransfer.Trees places) {
    ParsedArguments parsed;
    try {
      parsed = parse(request);
    } catch (UsageException e) {
      announce(request, request.wantsFiles());
      return new Refusal(request, transport).send(ExitCode.UNSUPPORTED, e.lines());
    }
    announce(request, parsed.options().sender);
    ModuleHooks hooks = request.hooks();
    List<String> refusal = hooks == null ? List.of() : hooks.refusal();
    if (!refusal.isEmpty()) {
      return new Refusal(request, transport).send(ExitCode.UNSUPPORTED, refusal);
    }
    check(request, parsed);
    try {
      checkPlaces(request.module(), parsed.options(), hidden);
      return new EngineTransfer(
              request,
              parsed,
              hidden,
              threads,
              identity == null ? Identity.current() : identity,
              watch,
              overrides,
              memory)
          .run(places, transport);
    } catch (UsageException e) {
      return new Refusal(request, transport).send(ExitCode.UNSUPPORTED, e.lines());
    }
  }

  @Override
  public TransferResult refuse(TransferRequest request, Transport transport, String reason) {
    return new Refusal(request, transport).send(ExitCode.SYNTAX, List.of("ERROR: " + reason));
  }

  /** A request that the module does not allow. */
  private static final class RefusedException extends RsyncException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(ExitCode.SYNTAX, message);
    }
  }

  /**
   * A directory that an option names must not be one that the module hides. As with rsync, a
   * relative one is looked at here as if it were in the module's root; where it is from the
   * destination on is looked at once that is known.
   */
  private static void checkPlaces(ModuleConfig module, Options options, FilterList hidden) {
    if (!options.sender && !hidden.isEmpty()) {
      byte[] temp = options.writing.tempDir();
      byte[] own = module.bytes(Parameter.TEMP_DIR);
      refuseHidden(temp == null && own.length > 0 ? own : temp, hidden);
      refuseHidden(options.backups.dir(), hidden);
    }
  }

  private static void refuseHidden(byte @Nullable [] dir, FilterList hidden) {
    if (dir == null) {
      return;
    }
    byte[] path = NamedDirectory.inModule(dir);
    boolean rooted = dir.length > 0 && dir[0] == '/';
    if (dir.length == 0
        || (rooted ? hidden.excludesWithParents(path, true) : hidden.excludes(path, true))) {
      throw UsageException.syntax("rsync: Your options have been rejected by the server.");
    }
  }

  private static boolean namesRuleFiles(ModuleConfig module) {
    return module.bytes(Parameter.INCLUDE_FROM).length > 0
        || module.bytes(Parameter.EXCLUDE_FROM).length > 0;
  }

  private FilterList rules(TransferRequest request) {
    ModuleConfig module = request.module();
    return DaemonFilters.build(
        module.bytes(Parameter.FILTER),
        module.bytes(Parameter.INCLUDE_FROM),
        module.bytes(Parameter.INCLUDE),
        module.bytes(Parameter.EXCLUDE_FROM),
        module.bytes(Parameter.EXCLUDE),
        path -> {
          try {
            return files.content(path);
          } catch (PosixException e) {
            throw new IOException(e.getMessage(), e);
          }
        },
        request.log());
  }

  private static @Nullable Identity identity(ModuleIdentity wanted) {
    if (wanted.isUnchanged()) {
      return null;
    }
    Identity own = Identity.current();
    Integer user = wanted.userId();
    int[] groups = wanted.groupIds().stream().mapToInt(Integer::intValue).toArray();
    return new Identity(
        user == null ? own.uid() : user,
        groups.length == 0 ? own.gid() : groups[0],
        groups.length == 0 ? own.groups() : groups);
  }

  private static ParsedArguments parse(TransferRequest request) {
    ModuleConfig module = request.module();
    boolean convertsNames = !module.text(Parameter.CHARSET).isEmpty();
    RefuseOptions refuse = RefuseOptions.of(module.text(Parameter.REFUSE_OPTIONS), convertsNames);
    for (String pattern : refuse.unmatched()) {
      request.log().accept("No match for refuse-options string \"" + pattern + "\"");
    }
    return ArgumentParser.parseForModule(request.arguments(), refuse, request.clientProtocol());
  }

  private static void announce(TransferRequest request, boolean sender) {
    String wanted = request.files();
    if (!wanted.isEmpty()) {
      String user = request.user().isEmpty() ? "" : request.user() + "@";
      request
          .log()
          .accept(
              "rsync "
                  + (sender ? "on " : "to ")
                  + wanted
                  + " from "
                  + user
                  + request.client().shown());
    }
  }

  private static void check(TransferRequest request, ParsedArguments parsed) {
    if (parsed.mode() != ParsedArguments.Mode.SERVER) {
      throw new RefusedException("rsync: the arguments are none of a server");
    }
    if (parsed.options().sender) {
      if (request.module().writeOnly()) {
        throw new RefusedException("ERROR: module is write only");
      }
      RemoveSource removes = parsed.options().removeSource;
      if (removes.removes() && request.readOnly()) {
        throw new RefusedException(
            "ERROR: --remove-"
                + (removes == RemoveSource.PRESENT ? "source" : "sent")
                + "-files cannot be used with a read-only module");
      }
    } else if (request.readOnly()) {
      throw new RefusedException("ERROR: module is read only");
    } else if (request.module().writeOnly()) {
      FilesFrom list = parsed.options().filesFrom;
      if (list != null && !list.isPeers()) {
        // The client is sent the names in it, and shown those that cannot be had.
        throw new RefusedException(
            "ERROR: module is write only: it cannot read a remote --files-from path");
      }
    }
  }

  /** The bytes of a module's or a client's text. */
  static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
