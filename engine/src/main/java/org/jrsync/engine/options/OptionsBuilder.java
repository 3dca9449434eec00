package org.jrsync.engine.options;

import org.jspecify.annotations.Nullable;

/** Collects the values of {@link Options}; fields are set freely and copied by {@link #build}. */
public final class OptionsBuilder {
  // --- What is transferred
  /** See {@link Options#recursive}. */
  public boolean recursive = false;

  /** See {@link Options#dirs}. */
  public boolean dirs = false;

  /** See {@link Options#dirsGiven}. */
  public boolean dirsGiven = false;

  /** See {@link Options#relative}. */
  public boolean relative = false;

  /** See {@link Options#impliedDirs}. */
  public boolean impliedDirs = true;

  /** See {@link Options#oneFileSystem}. */
  public int oneFileSystem = 0;

  /** See {@link Options#links}. */
  public boolean links = false;

  /** See {@link Options#linkRules}. */
  public LinkRules linkRules = LinkRules.NONE;

  /** See {@link Options#filesFrom}. */
  public @Nullable FilesFrom filesFrom = null;

  /** See {@link Options#from0}. */
  public boolean from0 = false;

  /** See {@link Options#hardLinks}. */
  public int hardLinks = 0;

  /** See {@link Options#perms}. */
  public boolean perms = false;

  /** See {@link Options#times}. */
  public boolean times = false;

  /** See {@link Options#omitDirTimes}. */
  public boolean omitDirTimes = false;

  /** See {@link Options#omitLinkTimes}. */
  public boolean omitLinkTimes = false;

  /** See {@link Options#owner}. */
  public boolean owner = false;

  /** See {@link Options#group}. */
  public boolean group = false;

  /** See {@link Options#devices}. */
  public boolean devices = false;

  /** See {@link Options#specials}. */
  public boolean specials = false;

  /** See {@link Options#dropDevices}. */
  public boolean dropDevices = false;

  /** See {@link Options#attributes}. */
  public AttributeOptions attributes = AttributeOptions.NONE;

  /** See {@link Options#numericIds}. */
  public boolean numericIds = false;

  /** See {@link Options#moduleRules}. */
  public ModuleRules moduleRules = ModuleRules.NONE;

  /** See {@link Options#chmod}. */
  public @Nullable String chmod = null;

  /** See {@link Options#allocationLimit}. */
  public AllocationLimit allocationLimit = AllocationLimit.DEFAULT;

  /** See {@link Options#openNoatime}. */
  public boolean openNoatime = false;

  /** See {@link Options#stopAt}. */
  public long stopAt = 0;

  /** See {@link Options#pruneEmptyDirs}. */
  public boolean pruneEmptyDirs = false;

  /** See {@link Options#missingArgs}. */
  public MissingArgs missingArgs = MissingArgs.REPORT;

  // --- Which files are updated
  /** See {@link Options#checksumAlways}. */
  public boolean checksumAlways = false;

  /** See {@link Options#ignoreTimes}. */
  public boolean ignoreTimes = false;

  /** See {@link Options#sizeOnly}. */
  public boolean sizeOnly = false;

  /** See {@link Options#modifyWindow}. */
  public int modifyWindow = 0;

  /** See {@link Options#modifyWindowGiven}. */
  public boolean modifyWindowGiven = false;

  /** See {@link Options#update}. */
  public boolean update = false;

  /** See {@link Options#existingOnly}. */
  public boolean existingOnly = false;

  /** See {@link Options#ignoreExisting}. */
  public boolean ignoreExisting = false;

  /** See {@link Options#alternates}. */
  public AlternateDirs alternates = AlternateDirs.NONE;

  /** See {@link Options#fuzzy}. */
  public int fuzzy = 0;

  // --- Deletion
  /** See {@link Options#deleteMode}. */
  public DeleteMode deleteMode = DeleteMode.NONE;

  /** See {@link Options#deleteExcluded}. */
  public boolean deleteExcluded = false;

  /** See {@link Options#force}. */
  public boolean force = false;

  /** See {@link Options#ignoreErrors}. */
  public boolean ignoreErrors = false;

  /** See {@link Options#maxDelete}. */
  public int maxDelete = -1;

  // --- Data
  /** See {@link Options#wholeFile}. */
  public @Nullable Boolean wholeFile = null;

  /** See {@link Options#blockSize}. */
  public int blockSize = 0;

  /** See {@link Options#inplace}. */
  public boolean inplace = false;

  /** See {@link Options#append}. */
  public int append = 0;

  /** See {@link Options#sparse}. */
  public boolean sparse = false;

  /** See {@link Options#partial}. */
  public boolean partial = false;

  /** See {@link Options#partialDir}. */
  public byte @Nullable [] partialDir = null;

  /** See {@link Options#backups}. */
  public Backups backups = Backups.NONE;

  /** See {@link Options#writing}. */
  public Writing writing = Writing.PLAIN;

  /** See {@link Options#copyDevices}. */
  public boolean copyDevices = false;

  /** See {@link Options#removeSource}. */
  public RemoveSource removeSource = RemoveSource.NONE;

  /** See {@link Options#trustSender}. */
  public boolean trustSender = false;

  /** See {@link Options#cvsExclude}. */
  public boolean cvsExclude = false;

  /** See {@link Options#sizeLimits}. */
  public SizeLimits sizeLimits = SizeLimits.NONE;

  /** See {@link Options#batch}. */
  public Batch batch = Batch.NONE;

  /** See {@link Options#dryRun}. */
  public boolean dryRun = false;

  /** See {@link Options#mkpath}. */
  public boolean mkpath = false;

  /** See {@link Options#compression}. */
  public Compression compression = Compression.NONE;

  /** See {@link Options#checksumChoice}. */
  public @Nullable String checksumChoice = null;

  /** See {@link Options#checksumSeed}. */
  public int checksumSeed = 0;

  // --- Connection
  /** See {@link Options#protocol}. */
  public int protocol = Options.NEWEST_PROTOCOL;

  /** See {@link Options#incRecursive}. */
  public boolean incRecursive = true;

  /** See {@link Options#timeout}. */
  public int timeout = 0;

  /** See {@link Options#bwlimit}. */
  public long bwlimit = 0;

  // --- Output
  /** See {@link Options#verbose}. */
  public int verbose = 0;

  /** See {@link Options#quiet}. */
  public int quiet = 0;

  /** See {@link Options#itemize}. */
  public int itemize = 0;

  /** See {@link Options#outFormat}. */
  public @Nullable String outFormat = null;

  /** See {@link Options#logBeforeTransfer}. */
  public boolean logBeforeTransfer = false;

  /** See {@link Options#humanReadable}. */
  public int humanReadable = 1;

  /** See {@link Options#stats}. */
  public boolean stats = false;

  /** See {@link Options#progress}. */
  public boolean progress = false;

  /** See {@link Options#listOnly}. */
  public boolean listOnly = false;

  /** See {@link Options#listOnlyGiven}. */
  public boolean listOnlyGiven = false;

  /** See {@link Options#eightBitOutput}. */
  public boolean eightBitOutput = false;

  /** See {@link Options#messages}. */
  public MessageRouting messages = MessageRouting.DEFAULT;

  // --- Role
  /** See {@link Options#server}. */
  public boolean server = false;

  /** See {@link Options#sender}. */
  public boolean sender = false;

  /** See {@link Options#iconv}. */
  public @Nullable Iconv iconv = null;

  /** See {@link Options#localTransfer}. */
  public boolean localTransfer = false;

  /** See {@link Options#daemon}. */
  public boolean daemon = false;

  /** The levels of {@code --info} and {@code --debug}. */
  public final OutputLevels levels;

  /** A builder with rsync's defaults. */
  public OptionsBuilder() {
    levels = new OutputLevels();
  }

  /** A builder with the values of these options. */
  OptionsBuilder(Options o) {
    levels = new OutputLevels(o.levels);
    recursive = o.recursive;
    dirs = o.dirs;
    dirsGiven = o.dirsGiven;
    relative = o.relative;
    impliedDirs = o.impliedDirs;
    oneFileSystem = o.oneFileSystem;
    links = o.links;
    linkRules = o.linkRules;
    filesFrom = o.filesFrom;
    from0 = o.from0;
    hardLinks = o.hardLinks;
    perms = o.perms;
    times = o.times;
    omitDirTimes = o.omitDirTimes;
    omitLinkTimes = o.omitLinkTimes;
    owner = o.owner;
    group = o.group;
    devices = o.devices;
    specials = o.specials;
    dropDevices = o.dropDevices;
    attributes = o.attributes;
    numericIds = o.numericIds;
    moduleRules = o.moduleRules;
    chmod = o.chmod;
    checksumAlways = o.checksumAlways;
    ignoreTimes = o.ignoreTimes;
    sizeOnly = o.sizeOnly;
    modifyWindow = o.modifyWindow;
    modifyWindowGiven = o.modifyWindowGiven;
    update = o.update;
    existingOnly = o.existingOnly;
    ignoreExisting = o.ignoreExisting;
    allocationLimit = o.allocationLimit;
    openNoatime = o.openNoatime;
    stopAt = o.stopAt;
    pruneEmptyDirs = o.pruneEmptyDirs;
    missingArgs = o.missingArgs;
    alternates = o.alternates;
    fuzzy = o.fuzzy;
    deleteMode = o.deleteMode;
    deleteExcluded = o.deleteExcluded;
    force = o.force;
    ignoreErrors = o.ignoreErrors;
    maxDelete = o.maxDelete;
    wholeFile = o.wholeFile;
    blockSize = o.blockSize;
    inplace = o.inplace;
    append = o.append;
    sparse = o.sparse;
    partial = o.partial;
    partialDir = o.partialDir;
    backups = o.backups;
    writing = o.writing;
    copyDevices = o.copyDevices;
    removeSource = o.removeSource;
    trustSender = o.trustSender;
    cvsExclude = o.cvsExclude;
    sizeLimits = o.sizeLimits;
    dryRun = o.dryRun;
    batch = o.batch;
    mkpath = o.mkpath;
    compression = o.compression;
    checksumChoice = o.checksumChoice;
    checksumSeed = o.checksumSeed;
    protocol = o.protocol;
    incRecursive = o.incRecursive;
    timeout = o.timeout;
    bwlimit = o.bwlimit;
    verbose = o.verbose;
    quiet = o.quiet;
    itemize = o.itemize;
    outFormat = o.outFormat;
    logBeforeTransfer = o.logBeforeTransfer;
    humanReadable = o.humanReadable;
    stats = o.stats;
    progress = o.progress;
    listOnly = o.listOnly;
    listOnlyGiven = o.listOnlyGiven;
    eightBitOutput = o.eightBitOutput;
    messages = o.messages;
    server = o.server;
    sender = o.sender;
    iconv = o.iconv;
    localTransfer = o.localTransfer;
    daemon = o.daemon;
  }

  /** The immutable result. */
  public Options build() {
    return new Options(this);
  }
}
