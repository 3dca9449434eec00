package org.jrsync.engine.options;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jrsync.engine.options.FilterDirective.Kind;
import org.jrsync.engine.options.ParsedArguments.OutputBuffering;
import org.jrsync.wire.compress.CompressionType;
import org.jspecify.annotations.Nullable;

/**
 * What options mean together: implications, conflicts, and what the environment adds. The steps
 * come in the order in which rsync takes them, since that decides which of several errors is
 * reported.
 */
final class OptionRules {

  private static final int OLDEST_PROTOCOL = 28;
  private static final int OLDEST_UPSTREAM_PROTOCOL = 20;
  private static final int DIRS_BY_FILTER = 4;
  private static final int MAX_TEMP_DIR = 4096 - 10;
  private static final int MAX_BACKUP_DIR = 4096 - 128;
  private static final List<String> CHECKSUMS =
      List.of("auto", "xxh128", "xxh3", "xxh64", "xxhash", "md5", "md4", "sha1", "none");

  private final Draft draft;
  private final Environment environment;
  private AllocationLimit allocationLimit = AllocationLimit.DEFAULT;
  private final RefuseOptions refuse;
  private final boolean client;
  private @Nullable String checksumChoice;
  private Compression compression = Compression.NONE;

  OptionRules(Draft draft, Environment environment, RefuseOptions refuse) {
    this.draft = draft;
    this.environment = environment;
    this.refuse = refuse;
    this.client = !draft.server;
  }

  static UsageException refusal(OptionSpec spec) {
    return UsageException.syntax("rsync: The server is configured to refuse " + spec.display());
  }

  static void refuseIf(@Nullable OptionSpec spec) {
    if (spec != null) {
      throw refusal(spec);
    }
  }

  /**
   * The steps before the plain {@code -h} is understood.
   *
   * @param words how many words the command line has behind the program's name
   * @return false if it is that lone {@code -h}, which asks for help
   */
  boolean applyFirst(int words) {
    allocationLimit = allocationLimit();
    protectArguments();
    checksumChoice();
    if (client && words == 1 && draft.get(Setting.HUMAN_READABLE) > 1) {
      return false;
    }
    compression();
    return true;
  }

  private AllocationLimit allocationLimit() {
    byte[] given = draft.text(Setting.MAX_ALLOC);
    if (given == null) {
      given = variable("RSYNC_MAX_ALLOC");
    }
    return given == null ? AllocationLimit.DEFAULT : AllocationLimit.of(given);
  }

  private void protectArguments() {
    boolean asked = draft.get(Setting.SECLUDED_ARGS) > 0;
    if (draft.get(Setting.OLD_ARGS) < 0) {
      byte[] fromEnvironment = client && !asked ? variable("RSYNC_OLD_ARGS") : null;
      if (fromEnvironment != null) {
        draft.set(Setting.OLD_ARGS, NumberArgument.leading(fromEnvironment));
        draft.set(Setting.SECLUDED_ARGS, 0);
      } else {
        draft.set(Setting.OLD_ARGS, 0);
      }
    } else if (draft.on(Setting.OLD_ARGS)) {
      if (asked) {
        throw UsageException.syntax("rsync: --secluded-args conflicts with --old-args.");
      }
      draft.set(Setting.SECLUDED_ARGS, 0);
    }
    if (draft.get(Setting.SECLUDED_ARGS) < 0) {
      byte[] fromEnvironment = client ? variable("RSYNC_PROTECT_ARGS") : null;
      boolean wanted = fromEnvironment != null && NumberArgument.leading(fromEnvironment) != 0;
      draft.set(Setting.SECLUDED_ARGS, wanted ? 1 : 0);
    }
  }

  private @Nullable Iconv iconv() {
    byte[] given = draft.text(Setting.ICONV);
    if (given == null && client && !draft.on(Setting.NO_ICONV)) {
      given = variable("RSYNC_ICONV");
    }
    boolean off = client && given != null && given.length == 1 && given[0] == '-';
    if (given == null || off) {
      refuseIf(refuse.refused("no-iconv"));
      return null;
    }
    return Iconv.of(Bytes.text(given), draft.server, draft.on(Setting.SECLUDED_ARGS));
  }

  private void checksumChoice() {
    byte[] given = draft.text(Setting.CHECKSUM_CHOICE);
    if (given == null) {
      return;
    }
    String choice = Bytes.text(given);
    if (Bytes.equalsIgnoreCase(choice, "auto") || Bytes.equalsIgnoreCase(choice, "auto,auto")) {
      return;
    }
    int comma = choice.indexOf(',');
    String transfer = comma < 0 ? choice : choice.substring(0, comma);
    requireChecksum(transfer, choice);
    if (comma >= 0) {
      requireChecksum(choice.substring(comma + 1), choice.substring(comma + 1));
    }
    if (Bytes.equalsIgnoreCase(transfer, "none")) {
      draft.set(Setting.WHOLE_FILE, 1);
    }
    checksumChoice = choice;
  }

  private static void requireChecksum(String name, String shown) {
    for (String known : CHECKSUMS) {
      if (Bytes.equalsIgnoreCase(name, known)) {
        return;
      }
    }
    throw UsageException.unsupported("unknown checksum name: " + shown);
  }

  /**
   * Level and threads count where nothing is compressed too; only what is wanted can be refused.
   */
  private void compression() {
    byte[] named = draft.text(Setting.COMPRESS_CHOICE);
    int given = draft.get(Setting.COMPRESS);
    String choice = named == null ? null : Bytes.text(named);
    if (choice == null && given > 1) {
      choice = CompressionType.ZLIBX.wireName();
    }
    if (choice != null && Bytes.equalsIgnoreCase(choice, "auto")) {
      choice = null;
    }
    if (choice != null && CompressionType.forName(choice) == null) {
      throw UsageException.unsupported("unknown compress name: " + choice);
    }
    compression =
        new Compression(
            given,
            choice,
            draft.get(Setting.COMPRESS_LEVEL),
            Math.max(0, draft.get(Setting.COMPRESS_THREADS)),
            draft.text(Setting.SKIP_COMPRESS));
    if (compression.wanted() || compression.levelGiven()) {
      refuseIf(refuse.refused("compress"));
    }
  }

  /** What {@code --outbuf} says, which servers do not ask. */
  OutputBuffering outputBuffering() {
    byte[] mode = draft.text(Setting.OUTBUF);
    if (mode == null || !client) {
      return OutputBuffering.AUTOMATIC;
    }
    return switch (mode.length == 0 ? 0 : mode[0]) {
      case 'N', 'n', 'U', 'u' -> OutputBuffering.NONE;
      case 'L', 'l' -> OutputBuffering.LINE;
      case 'B', 'b', 'F', 'f' -> OutputBuffering.BLOCK;
      default ->
          throw UsageException.syntax("rsync: Invalid --outbuf setting -- specify N, L, or B.");
    };
  }

  /**
   * The remaining steps.
   *
   * @param arguments how many words are no options
   */
  Options apply(int arguments) {
    draft.options.levels.imply(draft.get(Setting.VERBOSE));
    if (draft.get(Setting.FAKE_OR_SUPER) < 0 && draft.get(Setting.XATTRS) > 1) {
      throw UsageException.syntax("rsync: --fake-super conflicts with -XX");
    }
    if (draft.on(Setting.STATS)) {
      draft.options.levels.imply(Info.STATS, draft.get(Setting.VERBOSE) > 1 ? 3 : 2);
    }
    draft.options.iconv = iconv();
    draft.options.batch = new BatchRules(draft, compression).batch();
    byte[] tempDir = draft.text(Setting.TEMP_DIR);
    if (tempDir != null && tempDir.length >= MAX_TEMP_DIR) {
      throw UsageException.syntax("rsync: the --temp-dir path is WAY too long.");
    }
    if (draft.given(Setting.MAX_DELETE)) {
      draft.set(Setting.MAX_DELETE, Math.max(0, draft.get(Setting.MAX_DELETE)));
    }
    if (arguments < 2 && client && !draft.options.batch.reads()) {
      draft.set(Setting.LIST_ONLY, draft.get(Setting.LIST_ONLY) | 1);
    }
    namesFromFile();
    directories();
    DeleteMode deleteMode = deletion();
    OptionsBuilder b = draft.options;
    b.linkRules = linkRules();
    b.backups = backups(deleteMode);
    format(b);
    inplaceAndPartial(b);
    b.filesFrom = filesFrom(arguments);
    b.from0 = draft.on(Setting.FROM0);
    protocol();
    return fill(b, deleteMode);
  }

  /** A list asks for no more than it names. */
  private void namesFromFile() {
    if (draft.text(Setting.FILES_FROM) == null) {
      return;
    }
    if (draft.get(Setting.RECURSIVE) == 1) {
      draft.set(Setting.RECURSIVE, 0);
    }
    if (draft.get(Setting.DIRS) < 0) {
      draft.set(Setting.DIRS, 1);
    }
    if (draft.get(Setting.RELATIVE) < 0) {
      draft.set(Setting.RELATIVE, 1);
    }
  }

  private @Nullable FilesFrom filesFrom(int arguments) {
    byte[] list = draft.text(Setting.FILES_FROM);
    if (list == null) {
      return null;
    }
    if (arguments > 2 || (client && arguments == 1)) {
      throw UsageException.help();
    }
    return FilesFrom.of(list, draft.server);
  }

  private LinkRules linkRules() {
    byte[] root = draft.text(Setting.CONFINE_ROOT);
    if (root != null && (root.length == 0 || root[0] != '/')) {
      throw UsageException.syntax("rsync: --confine-root must be an absolute path");
    }
    if (root != null && draft.on(Setting.INSECURE_LINKS)) {
      throw UsageException.syntax("rsync: --insecure-links cannot be combined with --confine-root");
    }
    return new LinkRules(
        draft.on(Setting.COPY_LINKS),
        draft.on(Setting.COPY_UNSAFE_LINKS),
        draft.on(Setting.COPY_DIRLINKS),
        draft.on(Setting.SAFE_LINKS),
        draft.on(Setting.MUNGE_LINKS),
        draft.on(Setting.KEEP_DIRLINKS),
        draft.on(Setting.INSECURE_LINKS),
        root);
  }

  private void directories() {
    int dirs = draft.get(Setting.DIRS);
    if (dirs >= DIRS_BY_FILTER) {
      byte[] belowTheTop = "- /*/*".getBytes(StandardCharsets.US_ASCII);
      draft.filters.add(
          new FilterDirective(
              Kind.FILTER,
              belowTheTop,
              draft.options.levels.debug(Debug.FILTER),
              draft.on(Setting.DELETE_EXCLUDED),
              draft.on(Setting.FROM0)));
      draft.set(Setting.RECURSIVE, 1);
      draft.set(Setting.DIRS, 1);
    } else if (draft.on(Setting.RECURSIVE)) {
      draft.set(Setting.DIRS, 1);
    } else if (dirs < 0) {
      draft.set(Setting.DIRS, draft.on(Setting.LIST_ONLY) ? 1 : 0);
    }
    if (draft.get(Setting.RELATIVE) < 0) {
      draft.set(Setting.RELATIVE, 0);
    }
    if (!draft.on(Setting.RELATIVE)) {
      draft.set(Setting.IMPLIED_DIRS, 0);
    }
  }

  private DeleteMode deletion() {
    boolean before = draft.on(Setting.DELETE_BEFORE);
    boolean during = draft.on(Setting.DELETE_DURING);
    boolean after = draft.on(Setting.DELETE_AFTER);
    if ((before && (during || after)) || (during && after)) {
      throw UsageException.syntax("rsync: You may not combine multiple --delete-WHEN options.");
    }
    DeleteMode mode = DeleteMode.NONE;
    if (before) {
      mode = DeleteMode.BEFORE;
    } else if (during) {
      mode = draft.get(Setting.DELETE_DURING) == 2 ? DeleteMode.DELAY : DeleteMode.DURING;
    } else if (after) {
      mode = DeleteMode.AFTER;
    } else if (draft.on(Setting.DELETE) || draft.on(Setting.DELETE_EXCLUDED)) {
      mode = DeleteMode.UNSPECIFIED;
      OptionSpec refusedBefore = refuse.refused("delete-before");
      boolean refusedDuring = refuse.refused("delete-during") != null;
      if (refusedBefore != null) {
        if (refusedDuring) {
          throw refusal(refusedBefore);
        }
        mode = DeleteMode.DURING;
      } else if (refusedDuring) {
        mode = DeleteMode.BEFORE;
      }
    }
    if (mode.deletes()) {
      if (!draft.on(Setting.DIRS)) {
        throw UsageException.syntax(
            "rsync: --delete does not work without --recursive (-r) or --dirs (-d).");
      }
      refuseIf(refuse.refused("delete"));
    }
    if (draft.get(Setting.MISSING_ARGS) == 2) {
      refuseIf(refuse.refused("delete"));
    }
    if (draft.on(Setting.REMOVE_SOURCE_FILES) && draft.sender) {
      refuseIf(refuse.refused("delete"));
    }
    return mode;
  }

  /** A directory of backups asks for them too; the suffix has to make sense in any case. */
  private Backups backups(DeleteMode deleteMode) {
    byte[] given = draft.text(Setting.BACKUP_DIR);
    byte[] suffix = draft.text(Setting.BACKUP_SUFFIX);
    if (suffix == null) {
      suffix = Backups.defaultSuffix(given != null);
    }
    if (Bytes.indexOf(suffix, '/', 0) >= 0) {
      throw UsageException.syntax("rsync: --suffix cannot contain slashes: " + Bytes.text(suffix));
    }
    boolean wanted = given != null || draft.on(Setting.BACKUP);
    byte[] dir = given == null ? null : withoutLeadingDots(given);
    if (dir != null && dir.length > MAX_BACKUP_DIR) {
      throw UsageException.syntax("rsync: the --backup-dir path is WAY too long.");
    }
    if (dir != null && dir.length > 0) {
      return new Backups(true, dir, suffix);
    }
    if (suffix.length == 0 && (client || !draft.sender)) {
      throw UsageException.syntax(
          "rsync: --suffix cannot be empty "
              + (dir == null
                  ? "without a --backup-dir"
                  : "when --backup-dir is the same as the dest dir"));
    }
    if (wanted && deleteMode.deletes() && !draft.on(Setting.DELETE_EXCLUDED) && client) {
      draft.filters.add(
          new FilterDirective(
              Kind.FILTER,
              Bytes.concat("P *", suffix),
              draft.options.levels.debug(Debug.FILTER),
              false,
              false));
    }
    return new Backups(wanted, null, suffix);
  }

  private static byte[] withoutLeadingDots(byte[] dir) {
    int start = 0;
    while (start + 1 < dir.length && dir[start] == '.' && dir[start + 1] == '/') {
      start += 2;
    }
    boolean onlyDot = start + 1 == dir.length && dir[start] == '.';
    return onlyDot ? Bytes.EMPTY : Bytes.from(dir, start);
  }

  /** Chooses the format of the lines about files, and what {@code --progress} adds to them. */
  private void format(OptionsBuilder b) {
    byte[] given = draft.text(Setting.OUT_FORMAT);
    int itemize = draft.get(Setting.ITEMIZE);
    String format = null;
    if (given != null) {
      format = Bytes.text(given);
      if (!client && OutFormat.has(format, 'I')) {
        b.itemize = 2;
      } else if (OutFormat.has(format, 'i')) {
        b.itemize = itemize | 1;
      }
      b.logBeforeTransfer = client && !OutFormat.dependsOnTransfer(format);
    } else if (itemize > 0) {
      format = "%i %n%L";
      b.itemize = itemize;
      b.logBeforeTransfer = client;
    }
    if (draft.on(Setting.PROGRESS) && client) {
      if (!b.logBeforeTransfer && b.levels.info(Info.NAME) == 0) {
        b.levels.imply(Info.NAME, 1);
      }
      b.levels.imply(Info.FLIST, 2);
      b.levels.imply(Info.PROGRESS, 1);
    }
    if (b.levels.info(Info.NAME) >= 1 && format == null) {
      format = "%n%L";
      b.logBeforeTransfer = client;
    }
    b.outFormat = format;
  }

  private void inplaceAndPartial(OptionsBuilder b) {
    boolean append = draft.on(Setting.APPEND);
    if (append) {
      if (draft.get(Setting.WHOLE_FILE) > 0) {
        throw UsageException.syntax("rsync: --append cannot be used with --whole-file");
      }
      refuseIf(refuse.refused("inplace"));
      draft.set(Setting.INPLACE, 1);
    }
    if (draft.on(Setting.WRITE_DEVICES)) {
      refuseIf(refuse.refused("inplace"));
      draft.set(Setting.INPLACE, 1);
    }
    byte[] partialDir = draft.text(Setting.PARTIAL_DIR);
    boolean delay = draft.on(Setting.DELAY_UPDATES);
    boolean own = delay && partialDir == null;
    if (own) {
      partialDir = PartialDir.OF_DELAYED_UPDATES;
    }
    if (draft.on(Setting.INPLACE)) {
      if (partialDir != null) {
        throw UsageException.syntax(
            "rsync: --"
                + (append ? "append" : "inplace")
                + " cannot be used with --"
                + (delay ? "delay-updates" : "partial-dir"));
      }
      refuseIf(refuse.refused("partial"));
      draft.set(Setting.PARTIAL, 0);
      b.writing = writing(false);
      return;
    }
    if (draft.on(Setting.PARTIAL) && partialDir == null && client) {
      partialDir = variable("RSYNC_PARTIAL_DIR");
    }
    if (partialDir != null) {
      partialDir = PartialDir.clean(partialDir);
      if (partialDir == null) {
        refuseIf(refuse.refused("partial"));
      }
      draft.set(Setting.PARTIAL, 1);
    }
    draft.text(Setting.PARTIAL_DIR, partialDir);
    b.writing = writing(own);
  }

  private Writing writing(boolean ownPartialDir) {
    return new Writing(
        draft.text(Setting.TEMP_DIR),
        draft.on(Setting.DELAY_UPDATES),
        ownPartialDir,
        draft.on(Setting.PREALLOCATE),
        draft.on(Setting.FSYNC),
        draft.on(Setting.WRITE_DEVICES));
  }

  private void protocol() {
    int protocol = draft.get(Setting.PROTOCOL);
    // One that no rsync speaks is refused when the sides agree on the version.
    if (protocol >= OLDEST_UPSTREAM_PROTOCOL && protocol < OLDEST_PROTOCOL) {
      throw UsageException.unsupported(
          "rsync: --protocol=" + protocol + " is not supported yet by jrsync");
    }
  }

  private byte @Nullable [] variable(String name) {
    byte[] value = environment.get(name);
    return value == null || value.length == 0 ? null : value;
  }

  /** How the client reaches the server. */
  ConnectionOptions connection() {
    byte[] rsyncPath = draft.text(Setting.RSYNC_PATH);
    int blocking = draft.get(Setting.BLOCKING_IO);
    return new ConnectionOptions(
        draft.text(Setting.REMOTE_SHELL),
        rsyncPath == null ? ConnectionOptions.DEFAULT.rsyncPath() : rsyncPath,
        draft.get(Setting.PORT),
        draft.text(Setting.ADDRESS),
        draft.text(Setting.PASSWORD_FILE),
        Math.max(0, draft.get(Setting.CONTIMEOUT)),
        blocking < 0 ? null : Boolean.valueOf(blocking > 0),
        draft.get(Setting.OLD_ARGS),
        draft.on(Setting.SECLUDED_ARGS),
        List.copyOf(draft.remoteOptions),
        draft.get(Setting.IP_VERSION),
        draft.text(Setting.SOCKOPTS),
        draft.text(Setting.EARLY_INPUT),
        draft.on(Setting.MOTD),
        draft.on(Setting.QSORT));
  }

  private AttributeOptions attributes() {
    int xattrs = draft.get(Setting.XATTRS);
    SuperUser superUser =
        !draft.given(Setting.FAKE_OR_SUPER)
            ? SuperUser.AUTOMATIC
            : switch (draft.get(Setting.FAKE_OR_SUPER)) {
              case 2 -> SuperUser.ALWAYS;
              case 0 -> SuperUser.NEVER;
              default -> SuperUser.FAKE;
            };
    return new AttributeOptions(
        draft.on(Setting.EXECUTABILITY),
        draft.on(Setting.ACLS),
        xattrs,
        draft.get(Setting.ATIMES),
        superUser,
        draft.ownerMaps.users(),
        draft.ownerMaps.groups(),
        draft.text(Setting.COPY_AS));
  }

  private Options fill(OptionsBuilder b, DeleteMode deleteMode) {
    b.recursive = draft.on(Setting.RECURSIVE);
    b.dirs = draft.on(Setting.DIRS);
    b.dirsGiven = draft.get(Setting.DIRS) > 1;
    b.relative = draft.on(Setting.RELATIVE);
    b.impliedDirs = draft.on(Setting.IMPLIED_DIRS);
    b.oneFileSystem = draft.get(Setting.ONE_FILE_SYSTEM);
    b.links = draft.on(Setting.LINKS);
    b.hardLinks = draft.get(Setting.HARD_LINKS);
    b.perms = draft.on(Setting.PERMS);
    b.times = draft.on(Setting.TIMES);
    b.omitDirTimes = draft.on(Setting.OMIT_DIR_TIMES);
    b.omitLinkTimes = draft.on(Setting.OMIT_LINK_TIMES);
    b.cvsExclude = draft.on(Setting.CVS_EXCLUDE);
    b.sizeLimits = new SizeLimits(draft.minSize, draft.maxSize);
    b.mkpath = draft.on(Setting.MKPATH);
    b.owner = draft.on(Setting.OWNER);
    b.group = draft.on(Setting.GROUP);
    b.devices = draft.on(Setting.DEVICES);
    b.specials = draft.on(Setting.SPECIALS);
    b.dropDevices = draft.on(Setting.DROP_DEVICES);
    b.attributes = attributes();
    b.numericIds = draft.on(Setting.NUMERIC_IDS);
    b.chmod = draft.chmod.isEmpty() ? null : draft.chmod.toString();
    b.checksumAlways = draft.on(Setting.CHECKSUM);
    b.ignoreTimes = draft.on(Setting.IGNORE_TIMES);
    b.sizeOnly = draft.on(Setting.SIZE_ONLY);
    b.modifyWindow = draft.get(Setting.MODIFY_WINDOW);
    b.modifyWindowGiven = draft.given(Setting.MODIFY_WINDOW);
    b.update = draft.on(Setting.UPDATE);
    b.existingOnly = draft.on(Setting.EXISTING);
    b.ignoreExisting = draft.on(Setting.IGNORE_EXISTING);
    AlternateDirs.Kind alternates = draft.alternates;
    if (alternates != null) {
      b.alternates = new AlternateDirs(alternates, draft.alternateDirs);
    }
    b.fuzzy = Math.min(alternates == null ? 1 : 2, draft.get(Setting.FUZZY));
    b.stopAt = draft.stopAt;
    b.allocationLimit = allocationLimit;
    b.openNoatime = draft.on(Setting.OPEN_NOATIME);
    b.pruneEmptyDirs = draft.on(Setting.PRUNE_EMPTY_DIRS);
    b.missingArgs =
        switch (draft.get(Setting.MISSING_ARGS)) {
          case 1 -> MissingArgs.IGNORE;
          case 2 -> MissingArgs.DELETE;
          default -> MissingArgs.REPORT;
        };
    b.deleteMode = deleteMode;
    b.deleteExcluded = draft.on(Setting.DELETE_EXCLUDED);
    b.force = draft.on(Setting.FORCE);
    b.ignoreErrors = draft.on(Setting.IGNORE_ERRORS);
    b.maxDelete = draft.given(Setting.MAX_DELETE) ? draft.get(Setting.MAX_DELETE) : -1;
    int wholeFile = draft.get(Setting.WHOLE_FILE);
    b.wholeFile = wholeFile < 0 ? null : Boolean.valueOf(wholeFile > 0);
    b.blockSize = draft.get(Setting.BLOCK_SIZE);
    b.inplace = draft.on(Setting.INPLACE);
    b.append = draft.get(Setting.APPEND);
    b.sparse = draft.on(Setting.SPARSE);
    b.partial = draft.on(Setting.PARTIAL);
    b.partialDir = draft.text(Setting.PARTIAL_DIR);
    b.copyDevices = draft.on(Setting.COPY_DEVICES);
    b.removeSource = RemoveSource.of(draft.get(Setting.REMOVE_SOURCE_FILES));
    b.trustSender = draft.on(Setting.TRUST_SENDER);
    b.dryRun = draft.on(Setting.DRY_RUN) || b.batch.only();
    b.compression = compression;
    b.checksumChoice = checksumChoice;
    b.checksumSeed = draft.get(Setting.CHECKSUM_SEED);
    b.protocol = draft.get(Setting.PROTOCOL);
    b.incRecursive = draft.on(Setting.INC_RECURSIVE) && !draft.on(Setting.QSORT);
    b.timeout = Math.max(0, draft.get(Setting.TIMEOUT));
    b.bwlimit = draft.on(Setting.BWLIMIT) ? (draft.bwlimitBytes + 512) / 1024 * 1024 : 0;
    b.verbose = draft.get(Setting.VERBOSE);
    b.quiet = draft.get(Setting.QUIET);
    b.humanReadable = draft.get(Setting.HUMAN_READABLE);
    b.stats = draft.on(Setting.STATS);
    b.progress = draft.on(Setting.PROGRESS);
    b.listOnly = draft.on(Setting.LIST_ONLY);
    b.listOnlyGiven = draft.get(Setting.LIST_ONLY) > 1;
    b.eightBitOutput = draft.on(Setting.EIGHT_BIT_OUTPUT);
    b.messages =
        MessageRouting.of(
            draft.get(Setting.STDERR_MODE),
            draft.text(Setting.LOG_FILE),
            draft.text(Setting.LOG_FILE_FORMAT));
    b.server = draft.server;
    b.sender = draft.sender;
    return b.build();
  }
}
