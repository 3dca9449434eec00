package org.jrsync.engine.options;

import org.jrsync.posix.FileMode;
import org.jspecify.annotations.Nullable;

/**
 * What one side of a transfer was asked to do, after all option rules have been applied. Immutable;
 * the client's and the server's side of one transfer each have their own.
 */
public final class Options {
  /** The newest protocol version that is spoken. */
  public static final int NEWEST_PROTOCOL = 33;

  // --- What is transferred
  /** {@code -r}: descend into directories. */
  public final boolean recursive;

  /**
   * {@code -d}: transfer directories without descending (implied by {@link #recursive} and {@code
   * --list-only}).
   */
  public final boolean dirs;

  /** {@code -d} was given, and not just implied. */
  public final boolean dirsGiven;

  /** {@code -R}: keep the whole path of each argument. */
  public final boolean relative;

  /** {@code --implied-dirs}: with {@link #relative}, send the attributes of the path's parents. */
  public final boolean impliedDirs;

  /** {@code -x}: how often it was given; 1 stops at mount points. */
  public final int oneFileSystem;

  /** {@code -l}: symlinks are copied as symlinks. */
  public final boolean links;

  /** {@code -L} and its kin. */
  public final LinkRules linkRules;

  /** {@code --files-from}; null when not given. */
  public final @Nullable FilesFrom filesFrom;

  /** {@code --from0}: names and rules in files end with a NUL. */
  public final boolean from0;

  /** {@code -H}: preserve hard links; how often it was given, which only servers are told. */
  public final int hardLinks;

  /** {@code -p}: preserve permissions. */
  public final boolean perms;

  /** {@code -t}: preserve modification times. */
  public final boolean times;

  /** {@code -O}: not those of directories. */
  public final boolean omitDirTimes;

  /** {@code -J}: not those of symlinks. */
  public final boolean omitLinkTimes;

  /** {@code -o}: preserve the owner. */
  public final boolean owner;

  /** {@code -g}: preserve the group. */
  public final boolean group;

  /** {@code --devices}: preserve device files. */
  public final boolean devices;

  /** {@code --specials}: preserve FIFOs and sockets. */
  public final boolean specials;

  /** {@code --drop-D}: the receiving side makes neither. */
  public final boolean dropDevices;

  /** The rarer attributes. */
  public final AttributeOptions attributes;

  /** {@code --numeric-ids}: no mapping by names. */
  public final boolean numericIds;

  /** What the module adds, where this side serves one. */
  public final ModuleRules moduleRules;

  /** {@code --chmod} rules joined by commas, already validated; null when not given. */
  public final @Nullable String chmod;

  /** {@code --max-alloc}. */
  public final AllocationLimit allocationLimit;

  /** {@code --open-noatime}: files are read without a trace in their access times. */
  public final boolean openNoatime;

  /** {@code --stop-after} and {@code --stop-at}: seconds since 1970, 0 for never. */
  public final long stopAt;

  /** {@code -m}: leave out directories that lead to no file. */
  public final boolean pruneEmptyDirs;

  /** {@code --ignore-missing-args} and {@code --delete-missing-args}. */
  public final MissingArgs missingArgs;

  // --- Which files are updated
  /** {@code -c}: compare by checksum instead of size and time. */
  public final boolean checksumAlways;

  /** {@code -I}: do not skip files that match in size and time. */
  public final boolean ignoreTimes;

  /** {@code --size-only}: a matching size is enough to skip. */
  public final boolean sizeOnly;

  /** {@code --modify-window}: seconds; negative compares nanoseconds too. */
  public final int modifyWindow;

  /** Whether {@code --modify-window} was given, which is passed on even when it is 0. */
  public final boolean modifyWindowGiven;

  /** {@code -u}: skip files that are newer on the receiver. */
  public final boolean update;

  /** {@code --existing}: create nothing new. */
  public final boolean existingOnly;

  /** {@code --ignore-existing}: update nothing that exists. */
  public final boolean ignoreExisting;

  /** {@code --compare-dest} and its kin. */
  public final AlternateDirs alternates;

  /** {@code -y}: 1 looks for similar names in the destination, 2 in {@link #alternates} too. */
  public final int fuzzy;

  // --- Deletion
  /** When extraneous files are deleted. */
  public final DeleteMode deleteMode;

  /** {@code --delete-excluded}: excluded files are extraneous too. */
  public final boolean deleteExcluded;

  /** {@code --force}: a non-empty directory may be deleted to make way. */
  public final boolean force;

  /** {@code --ignore-errors}: delete even after I/O errors. */
  public final boolean ignoreErrors;

  /** {@code --max-delete}: most deletions; negative is unlimited. */
  public final int maxDelete;

  // --- Data
  /** {@code -W} and {@code --no-whole-file}; null leaves the choice to the kind of transfer. */
  public final @Nullable Boolean wholeFile;

  /** {@code --block-size}: bytes, 0 chooses by file length. */
  public final int blockSize;

  /** {@code --inplace}: write into the destination file itself. */
  public final boolean inplace;

  /** {@code --append}: 1 for {@code --append}, 2 for {@code --append-verify}. */
  public final int append;

  /** {@code -S}: turn runs of zeros into holes. */
  public final boolean sparse;

  /** {@code --partial}: keep a partly transferred file. */
  public final boolean partial;

  /** {@code --partial-dir}: where partial files are kept; null when not given. */
  public final byte @Nullable [] partialDir;

  /** {@code --backup} and its kin. */
  public final Backups backups;

  /** How data gets to the disk. */
  public final Writing writing;

  /** {@code --copy-devices}: the content of devices is sent. */
  public final boolean copyDevices;

  /** {@code --remove-source-files}. */
  public final RemoveSource removeSource;

  /** {@code --trust-sender}: what a sender lists is not held to what it was asked for. */
  public final boolean trustSender;

  /** {@code -C}: leave out what CVS would. */
  public final boolean cvsExclude;

  /** {@code --max-size} and {@code --min-size}. */
  public final SizeLimits sizeLimits;

  /** {@code -n} and {@code --only-write-batch}: nothing is done to the destination. */
  public final boolean dryRun;

  /** {@code --write-batch} and its kin. */
  public final Batch batch;

  /** {@code --mkpath}: make the parents of the destination too. */
  public final boolean mkpath;

  /** {@code -z} and its kin: how file data is compressed. */
  public final Compression compression;

  /** {@code --checksum-choice} as given; null negotiates. */
  public final @Nullable String checksumChoice;

  /** {@code --checksum-seed}; 0 lets the server choose one. */
  public final int checksumSeed;

  // --- Connection
  /** {@code --protocol}: highest protocol version to speak. */
  public final int protocol;

  /** {@code --inc-recursive}: allow incremental recursion. */
  public final boolean incRecursive;

  /** {@code --timeout}: seconds without I/O, 0 for none. */
  public final int timeout;

  /** {@code --bwlimit}: bytes a second, 0 for none. */
  public final long bwlimit;

  // --- Output
  /** {@code -v}: how often it was given. */
  public final int verbose;

  /** {@code -q}: how often it was given. */
  public final int quiet;

  /**
   * What {@link #outFormat} says of changes: 0 nothing, 1 it itemizes the changed files ({@code
   * %i}), 2 and more the unchanged ones too ({@code -ii}). A server learns it from {@code
   * --log-format}.
   */
  public final int itemize;

  /**
   * {@code --out-format}; null when neither it nor {@code -i} nor {@code -v} asks for one. Each
   * char is one byte of the argument (ISO 8859-1), so that bytes of any charset survive.
   */
  public final @Nullable String outFormat;

  /**
   * Lines of {@link #outFormat} are printed before the transfer of each file, since none of its
   * fields depends on it.
   */
  public final boolean logBeforeTransfer;

  /** {@code -h} level of numbers: 0 digits, 1 grouped, 2 and 3 with units. */
  public final int humanReadable;

  /** {@code --stats}. */
  public final boolean stats;

  /** {@code --progress}. */
  public final boolean progress;

  /** {@code --iconv}; null for names as they are. */
  public final @Nullable Iconv iconv;

  /** {@code --list-only}. */
  public final boolean listOnly;

  /** {@code --list-only} was given, and not just implied by a missing destination. */
  public final boolean listOnlyGiven;

  /** {@code -8}: do not escape high-bit bytes in names. */
  public final boolean eightBitOutput;

  /** Where messages go. */
  public final MessageRouting messages;

  // --- Role
  /** This side was started with {@code --server} (or serves a module). */
  public final boolean server;

  /** This side sends files. */
  public final boolean sender;

  /** Both sides run in this process. */
  public final boolean localTransfer;

  /** This side serves a daemon's module. */
  public final boolean daemon;

  /** The levels of {@code --info} and {@code --debug}; not to be changed. */
  final OutputLevels levels;

  Options(OptionsBuilder b) {
    recursive = b.recursive;
    dirs = b.dirs;
    dirsGiven = b.dirsGiven;
    relative = b.relative;
    impliedDirs = b.impliedDirs;
    oneFileSystem = b.oneFileSystem;
    links = b.links;
    linkRules = b.linkRules;
    filesFrom = b.filesFrom;
    from0 = b.from0;
    hardLinks = b.hardLinks;
    perms = b.perms;
    times = b.times;
    omitDirTimes = b.omitDirTimes;
    omitLinkTimes = b.omitLinkTimes;
    owner = b.owner;
    group = b.group;
    devices = b.devices;
    specials = b.specials;
    dropDevices = b.dropDevices;
    attributes = b.attributes;
    numericIds = b.numericIds;
    moduleRules = b.moduleRules;
    chmod = b.chmod;
    checksumAlways = b.checksumAlways;
    ignoreTimes = b.ignoreTimes;
    sizeOnly = b.sizeOnly;
    modifyWindow = b.modifyWindow;
    modifyWindowGiven = b.modifyWindowGiven;
    update = b.update;
    existingOnly = b.existingOnly;
    ignoreExisting = b.ignoreExisting;
    allocationLimit = b.allocationLimit;
    openNoatime = b.openNoatime;
    stopAt = b.stopAt;
    pruneEmptyDirs = b.pruneEmptyDirs;
    missingArgs = b.missingArgs;
    alternates = b.alternates;
    fuzzy = b.fuzzy;
    deleteMode = b.deleteMode;
    deleteExcluded = b.deleteExcluded;
    force = b.force;
    ignoreErrors = b.ignoreErrors;
    maxDelete = b.maxDelete;
    wholeFile = b.wholeFile;
    blockSize = b.blockSize;
    inplace = b.inplace;
    append = b.append;
    sparse = b.sparse;
    partial = b.partial;
    partialDir = b.partialDir;
    backups = b.backups;
    writing = b.writing;
    copyDevices = b.copyDevices;
    removeSource = b.removeSource;
    trustSender = b.trustSender;
    cvsExclude = b.cvsExclude;
    sizeLimits = b.sizeLimits;
    dryRun = b.dryRun;
    batch = b.batch;
    mkpath = b.mkpath;
    compression = b.compression;
    checksumChoice = b.checksumChoice;
    checksumSeed = b.checksumSeed;
    protocol = b.protocol;
    incRecursive = b.incRecursive;
    timeout = b.timeout;
    bwlimit = b.bwlimit;
    verbose = b.verbose;
    quiet = b.quiet;
    itemize = b.itemize;
    outFormat = b.outFormat;
    logBeforeTransfer = b.logBeforeTransfer;
    humanReadable = b.humanReadable;
    stats = b.stats;
    progress = b.progress;
    iconv = b.iconv;
    listOnly = b.listOnly;
    listOnlyGiven = b.listOnlyGiven;
    eightBitOutput = b.eightBitOutput;
    messages = b.messages;
    server = b.server;
    sender = b.sender;
    localTransfer = b.localTransfer;
    daemon = b.daemon;
    levels = new OutputLevels(b.levels);
  }

  /** The level of one {@code --info} flag, 0 when off. */
  public int info(Info flag) {
    return levels.info(flag);
  }

  /** The level of one {@code --debug} flag, 0 when off. */
  public int debug(Debug flag) {
    return levels.debug(flag);
  }

  /**
   * Whether {@code --info} named this flag, so that a server is told; those that -v implies are
   * not.
   */
  public boolean infoGiven(Info flag) {
    return levels.infoGiven(flag);
  }

  /** Whether an entry of this mode is to have the modification time of its source. */
  public boolean keepsTime(int mode) {
    return times
        && !((omitDirTimes || backups.besideFiles()) && FileMode.isDirectory(mode))
        && !(omitLinkTimes && FileMode.isSymlink(mode));
  }

  /**
   * Whether this side tells people of whole file lists as they grow.
   *
   * @param incremental whether the list comes in parts
   */
  public boolean tellsOfLists(boolean incremental) {
    return transfersDirs() && !server && !incremental;
  }

  /** Whether an entry of this mode stands for what has to go at the destination. */
  public boolean isMissing(int mode) {
    return mode == 0 && missingArgs == MissingArgs.DELETE;
  }

  /** Whether the content of files is sent, be it into a batch alone. */
  public boolean transfersData() {
    return !dryRun || batch.only();
  }

  /** Whether directories are part of the transfer at all. */
  public boolean transfersDirs() {
    return recursive || dirs;
  }

  /** A builder that starts with these values. */
  public OptionsBuilder toBuilder() {
    return new OptionsBuilder(this);
  }
}
