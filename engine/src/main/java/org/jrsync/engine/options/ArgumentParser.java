package org.jrsync.engine.options;

import java.time.ZoneId;
import java.util.List;
import org.jrsync.engine.options.FilterDirective.Kind;
import org.jrsync.engine.options.OptionScanner.Mistake;
import org.jrsync.engine.options.ParsedArguments.Mode;
import org.jrsync.engine.options.ParsedArguments.OutputBuffering;
import org.jrsync.engine.report.ChmodSpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads rsync's command line, for clients, servers and daemons. Options act in the order in which
 * they stand; what they mean together is decided at the end by {@link OptionRules}.
 */
public final class ArgumentParser {

  private static final int OLD_MAX_BLOCK_SIZE = 1 << 29;
  private static final int MAX_BLOCK_SIZE = 1 << 17;
  private static final int FIRST_PROTOCOL_WITH_SMALL_BLOCKS = 30;
  private static final int MIN_BWLIMIT = 512;

  private final List<byte[]> words;
  private final OptionAliases aliases;
  private final Environment environment;
  private final RefuseOptions refuse;
  private final boolean module;
  private final int spoken;
  private final Draft draft = new Draft();

  private ArgumentParser(
      List<byte[]> words,
      OptionAliases aliases,
      Environment environment,
      RefuseOptions refuse,
      boolean module,
      int spoken) {
    this.words = words;
    this.aliases = aliases;
    this.environment = environment;
    this.refuse = refuse;
    this.module = module;
    this.spoken = spoken;
  }

  /**
   * Reads the arguments of the program.
   *
   * @param words the arguments without the program's name
   * @throws UsageException if they make no sense or ask for what is not there
   */
  public static ParsedArguments parse(List<byte[]> words, Environment environment) {
    return parse(words, OptionAliases.NONE, environment);
  }

  /**
   * Reads the arguments of the program.
   *
   * @param words the arguments without the program's name
   * @param aliases option names of the user's own, which count for a client alone
   * @throws UsageException if they make no sense or ask for what is not there
   */
  public static ParsedArguments parse(
      List<byte[]> words, OptionAliases aliases, Environment environment) {
    return new ArgumentParser(
            words, aliases, environment, RefuseOptions.NONE, false, Integer.MAX_VALUE)
        .read();
  }

  /**
   * Reads the arguments that a client sent to a daemon's module.
   *
   * @param words the arguments without the program's name, from {@code --server} on
   * @param protocol that the client and the daemon speak, which was settled before
   * @throws UsageException if they make no sense, or the module refuses one of them
   */
  public static ParsedArguments parseForModule(
      List<byte[]> words, RefuseOptions refuse, int protocol) {
    return new ArgumentParser(words, OptionAliases.NONE, Environment.EMPTY, refuse, true, protocol)
        .read();
  }

  private ParsedArguments read() {
    draft.server = module;
    try {
      return read(new OptionScanner(OptionTable.TRANSFER, aliases, words));
    } catch (UsageException e) {
      throw e.withLogFile(draft.text(Setting.LOG_FILE));
    }
  }

  /**
   * Reads the options for the server alone once more, this time as that server does: what the
   * client's options have set is there already.
   */
  private ParsedArguments readForServerOfCopy() {
    draft.becomeServerOfCopy();
    List<byte[]> given = List.copyOf(draft.remoteOptions);
    ParsedArguments parsed =
        read(new OptionScanner(OptionTable.TRANSFER, OptionAliases.NONE, given));
    if (parsed.mode() != Mode.SERVER) {
      throw UsageException.syntax(
          "rsync: on remote machine: the remote options ask for something else than a transfer");
    }
    return parsed;
  }

  private ParsedArguments read(OptionScanner scanner) {
    try {
      for (OptionSpec spec; (spec = scanner.next()) != null; ) {
        check(spec);
        if (spec.setting() == Setting.DAEMON) {
          return readDaemon();
        }
        if (spec.effect() != Effect.ACTION) {
          draft.apply(spec, scanner.value(), scanner.number());
          continue;
        }
        Mode mode = act(spec, scanner.value());
        if (mode != null) {
          return ParsedArguments.only(mode);
        }
      }
    } catch (Mistake e) {
      throw UsageException.syntax(
          "rsync: " + (draft.server ? "on remote machine: " : "") + e.getMessage());
    }
    int versions = draft.get(Setting.VERSION);
    if (versions > 0) {
      return ParsedArguments.only(versions > 1 && !draft.server ? Mode.VERSION_JSON : Mode.VERSION);
    }
    return finish(scanner.positional());
  }

  private ParsedArguments finish(List<byte[]> arguments) {
    OptionRules rules = new OptionRules(draft, environment, refuse);
    if (!rules.applyFirst(words.size())) {
      return ParsedArguments.only(Mode.HELP);
    }
    OutputBuffering buffering = rules.outputBuffering();
    Options options = rules.apply(arguments.size());
    byte[] shell = draft.text(Setting.REMOTE_SHELL);
    return new ParsedArguments(
        draft.server ? Mode.SERVER : Mode.CLIENT,
        options,
        List.copyOf(arguments),
        List.copyOf(draft.filters),
        rules.connection(),
        words,
        DaemonOptions.DEFAULT,
        draft.server && shell != null ? Bytes.text(shell) : "",
        buffering,
        draft.server || draft.remoteOptions.isEmpty() ? null : this::readForServerOfCopy);
  }

  /** Stops at options that a module refuses. */
  private void check(OptionSpec spec) {
    // A module's files are touched as its own user, whatever a client may want.
    // Nor may it loosen what confines them.
    boolean never =
        spec.setting() == Setting.COPY_AS
            || (spec.setting() == Setting.INSECURE_LINKS && spec.value() > 0);
    if (module && (never || refuse.refuses(spec))) {
      throw OptionRules.refusal(spec);
    }
  }

  /** Takes an option whose effect depends on where it stands; a result ends the reading. */
  private @Nullable Mode act(OptionSpec spec, byte[] text) {
    switch (spec.setting()) {
      case HELP -> {
        return Mode.HELP;
      }
      case INFO -> {
        return words(false, text) ? Mode.INFO_HELP : null;
      }
      case DEBUG -> {
        return words(true, text) ? Mode.DEBUG_HELP : null;
      }
      case SERVER -> draft.server = true;
      case SENDER -> {
        if (!draft.server) {
          throw UsageException.help();
        }
        draft.sender = true;
      }
      case STDERR -> stderr(Bytes.text(text));
      case ARCHIVE -> archive();
      case DEVICES_AND_SPECIALS -> devices(spec.value());
      case PARTIAL_AND_PROGRESS -> {
        OptionRules.refuseIf(refuse.refused("partial"));
        OptionRules.refuseIf(refuse.refused("progress"));
        draft.set(Setting.PROGRESS, 1);
        draft.set(Setting.PARTIAL, 1);
      }
      case COMPRESS_NONE -> {
        draft.set(Setting.COMPRESS, 0);
        draft.text(Setting.COMPRESS_CHOICE, null);
      }
      case NO_ICONV -> {
        draft.set(Setting.NO_ICONV, 1);
        draft.text(Setting.ICONV, null);
      }
      case COMPRESS_NAMED ->
          draft.text(Setting.COMPRESS_CHOICE, Bytes.of(spec.value() == 1 ? "zlib" : "zlibx"));
      case APPEND -> draft.set(Setting.APPEND, draft.server ? draft.get(Setting.APPEND) + 1 : 1);
      case FILTER -> filter(Kind.FILTER, text);
      case EXCLUDE -> filter(Kind.EXCLUDE, text);
      case INCLUDE -> filter(Kind.INCLUDE, text);
      case EXCLUDE_FROM -> filter(Kind.EXCLUDE_FROM, text);
      case INCLUDE_FROM -> filter(Kind.INCLUDE_FROM, text);
      case MISSING_ARGS ->
          draft.set(Setting.MISSING_ARGS, Math.max(spec.value(), draft.get(Setting.MISSING_ARGS)));
      case ATIMES -> {
        draft.set(Setting.ATIMES, draft.get(Setting.ATIMES) + 1);
        if (draft.get(Setting.ATIMES) > 1) {
          draft.set(Setting.OPEN_NOATIME, 1);
        }
      }
      case STOP_AFTER -> draft.stopAt = StopTime.after(text, now());
      case STOP_AT -> draft.stopAt = StopTime.at(text, now(), ZoneId.systemDefault());
      case COMPARE_DEST -> alternate(AlternateDirs.Kind.COMPARE, text);
      case COPY_DEST -> alternate(AlternateDirs.Kind.COPY, text);
      case LINK_DEST -> alternate(AlternateDirs.Kind.LINK, text);
      case CHMOD -> chmod(text);
      case USERMAP -> {
        draft.ownerMaps.userMap(text);
        draft.set(Setting.OWNER, 1);
      }
      case GROUPMAP -> {
        draft.ownerMaps.groupMap(text);
        draft.set(Setting.GROUP, 1);
      }
      case CHOWN -> chown(text);
      case ACLS -> {
        draft.set(Setting.ACLS, 1);
        draft.set(Setting.PERMS, 1);
      }
      case CRTIMES -> throw creationTimes(spec);
      case READ_BATCH, WRITE_BATCH -> {
        draft.set(spec.setting(), spec.value());
        draft.batchFile = text;
      }
      case BLOCK_SIZE -> blockSize(text);
      case BWLIMIT -> {
        draft.bwlimitBytes = SizeArgument.parseOrUnlimited("bwlimit", text, 'K', MIN_BWLIMIT);
        draft.set(Setting.BWLIMIT, 1);
      }
      case MIN_SIZE -> draft.minSize = SizeArgument.parse("min-size", text, 'b', 0);
      case MAX_SIZE -> draft.maxSize = SizeArgument.parse("max-size", text, 'b', 0);
      case FILTER_SHORTHAND -> shorthand();
      case REMOTE_OPTION -> {
        if (text.length == 0 || text[0] != '-') {
          throw UsageException.syntax(
              "rsync: Remote option must start with a dash: " + Bytes.text(text));
        }
        draft.remoteOptions.add(text);
      }
      default -> throw new IllegalStateException(spec.display());
    }
    return null;
  }

  private boolean words(boolean debug, byte[] text) {
    return OutputWords.parse(debug, Bytes.text(text), draft.options.levels, draft.server);
  }

  private void filter(Kind kind, byte[] text) {
    draft.filters.add(
        new FilterDirective(
            kind,
            text,
            draft.options.levels.debug(Debug.FILTER),
            draft.on(Setting.DELETE_EXCLUDED),
            draft.on(Setting.FROM0)));
  }

  /** The first {@code -F} asks for rule files in directories, the second leaves those files out. */
  private void shorthand() {
    int count = draft.get(Setting.FILTER_SHORTHAND) + 1;
    draft.set(Setting.FILTER_SHORTHAND, count);
    if (count <= 2) {
      filter(Kind.FILTER, Bytes.of(count == 1 ? ": /.rsync-filter" : "- .rsync-filter"));
    }
  }

  private void archive() {
    OptionRules.refuseIf(refuse.refusedLetter("rdlptgoD"));
    if (!draft.on(Setting.RECURSIVE)) {
      draft.set(Setting.RECURSIVE, 1);
    }
    draft.set(Setting.LINKS, 1);
    draft.set(Setting.PERMS, 1);
    draft.set(Setting.TIMES, 1);
    draft.set(Setting.GROUP, 1);
    draft.set(Setting.OWNER, 1);
    devices(1);
  }

  private void devices(int value) {
    draft.set(Setting.DEVICES, value);
    draft.set(Setting.SPECIALS, value);
  }

  private static long now() {
    return System.currentTimeMillis() / 1000;
  }

  private void alternate(AlternateDirs.Kind kind, byte[] dir) {
    AlternateDirs.Kind known = draft.alternates;
    if (known != null && known != kind) {
      throw UsageException.syntax(
          "rsync: ERROR: the "
              + kind.option()
              + " option conflicts with the "
              + known.option()
              + " option");
    }
    if (draft.alternateDirs.size() == AlternateDirs.MOST) {
      throw UsageException.syntax(
          "rsync: ERROR: at most "
              + AlternateDirs.MOST
              + " "
              + kind.option()
              + " args may be specified");
    }
    draft.alternates = kind;
    draft.alternateDirs.add(dir);
  }

  private void chmod(byte[] text) {
    String rules = Bytes.text(text);
    if (ChmodSpec.parse(rules, 0) == null) {
      throw UsageException.syntax("rsync: Invalid argument passed to --chmod (" + rules + ")");
    }
    draft.chmod.append(draft.chmod.isEmpty() ? "" : ",").append(rules);
  }

  private void chown(byte[] text) {
    draft.ownerMaps.chown(text);
    if (draft.ownerMaps.users() != null) {
      draft.set(Setting.OWNER, 1);
    }
    if (draft.ownerMaps.groups() != null) {
      draft.set(Setting.GROUP, 1);
    }
  }

  /** Linux has no way to set them, so that rsync is built without this option there. */
  private UsageException creationTimes(OptionSpec spec) {
    return module
        ? OptionRules.refusal(spec)
        : UsageException.syntax(
            "rsync: "
                + (draft.server ? "The server" : "This rsync")
                + " does not support "
                + spec.display());
  }

  private void blockSize(byte[] text) {
    boolean old = Math.min(spoken, draft.get(Setting.PROTOCOL)) < FIRST_PROTOCOL_WITH_SMALL_BLOCKS;
    long size =
        SizeArgument.parse("block-size", text, 'b', 0, old ? OLD_MAX_BLOCK_SIZE : MAX_BLOCK_SIZE);
    draft.set(Setting.BLOCK_SIZE, (int) size);
  }

  private void stderr(String mode) {
    int value =
        mode.isEmpty()
            ? -1
            : "errors".startsWith(mode)
                ? 2
                : "all".startsWith(mode) ? 1 : "client".startsWith(mode) ? 0 : -1;
    if (value < 0) {
      throw UsageException.syntax(
          "rsync: --stderr mode \"" + mode + "\" is not one of errors, all, or client");
    }
    draft.set(Setting.STDERR_MODE, value);
  }

  /**
   * Reads everything again by the daemon's grammar, as rsync does once it meets one of the daemon's
   * options.
   */
  private ParsedArguments readDaemon() {
    if (module) {
      throw UsageException.syntax("rsync: Attempt to hack rsync thwarted!");
    }
    Draft d = new Draft();
    OptionScanner scanner = new OptionScanner(OptionTable.DAEMON, OptionAliases.NONE, words);
    try {
      for (OptionSpec spec; (spec = scanner.next()) != null; ) {
        if (spec.setting() == Setting.HELP) {
          return ParsedArguments.only(Mode.DAEMON_HELP);
        }
        if (spec.setting() == Setting.DPARAM) {
          if (Bytes.indexOf(scanner.value(), '=', 0) < 0) {
            throw daemonError("--dparam value is missing an '=': " + Bytes.text(scanner.value()));
          }
          d.daemonOverrides.add(scanner.value());
        } else if (spec.setting() == Setting.TEMP_DIR) {
          d.daemonOverrides.add(Bytes.concat("temp dir=", scanner.value()));
        } else {
          d.apply(spec, scanner.value(), scanner.number());
        }
      }
    } catch (Mistake e) {
      throw daemonError("rsync: " + e.getMessage() + " (in daemon mode)");
    }
    if (!d.on(Setting.DAEMON)) {
      throw daemonError("Daemon option(s) used without --daemon.");
    }
    ParsedArguments plain = ParsedArguments.only(Mode.DAEMON);
    return new ParsedArguments(
        Mode.DAEMON,
        plain.options(),
        List.copyOf(scanner.positional()),
        plain.filters(),
        plain.connection(),
        words,
        daemonOptions(d),
        "",
        plain.outputBuffering(),
        null);
  }

  private static DaemonOptions daemonOptions(Draft d) {
    return new DaemonOptions(
        d.text(Setting.CONFIG),
        List.copyOf(d.daemonOverrides),
        d.text(Setting.ADDRESS),
        d.get(Setting.PORT),
        !d.on(Setting.NO_DETACH),
        d.text(Setting.LOG_FILE),
        d.text(Setting.LOG_FILE_FORMAT),
        d.get(Setting.IP_VERSION),
        d.text(Setting.SOCKOPTS),
        Math.max(0, d.get(Setting.BWLIMIT)) * 1024L,
        d.get(Setting.VERBOSE),
        d.get(Setting.PROTOCOL),
        d.on(Setting.CHECK_CONFIG),
        d.on(Setting.SERVER));
  }

  private static UsageException daemonError(String message) {
    return UsageException.syntax(
        message + "\n(Type \"rsync --daemon --help\" for assistance with daemon mode.)");
  }
}
