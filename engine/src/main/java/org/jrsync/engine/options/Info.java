package org.jrsync.engine.options;

/**
 * The {@code --info} flags, in the order of rsync(1). Each knows from which count of {@code -v} on
 * it is at level 1, 2 and so on, and which parts of rsync look at it.
 */
@SuppressWarnings("AvoidCommonTypeNames") // It is the option's own name.
public enum Info {
  /** Files that were saved as backups. */
  BACKUP(Info.RECEIVER, "2"),
  /** Files that the receiving side copied from another local file. */
  COPY(Info.RECEIVER, "1"),
  /** Deletions on the receiving side. */
  DEL(Info.RECEIVER, "1"),
  /** The file list as it is built or received; level 2 shows it growing. */
  FLIST(Info.CLIENT, "1"),
  /** Whatever has no flag of its own; level 2 tells more. */
  MISC(Info.SENDER | Info.RECEIVER, "12"),
  /** Mount points that were found or not crossed. */
  MOUNT(Info.SENDER | Info.RECEIVER, "2"),
  /** Names of updated files; level 2 the unchanged ones too. */
  NAME(Info.SENDER | Info.RECEIVER, "12"),
  /** Non-regular files that are skipped; on unless it is switched off. */
  NONREG(Info.RECEIVER, "0"),
  /** Progress of each file; level 2 of the whole transfer instead. */
  PROGRESS(Info.CLIENT, ""),
  /** Files removed on the sending side. */
  REMOVE(Info.SENDER, "2"),
  /** Files that an option made the receiver skip; level 2 gives reasons for more of them. */
  SKIP(Info.RECEIVER, "2"),
  /** Totals at the end; level 2 and 3 with more lines. */
  STATS(Info.CLIENT | Info.SERVER, "1"),
  /** Symlinks that lead out of the tree. */
  SYMSAFE(Info.SENDER | Info.RECEIVER, "1");

  static final int CLIENT = 1;
  static final int SERVER = 2;
  static final int SENDER = 4;
  static final int RECEIVER = 8;

  private final int parts;

  /** One digit for each level: the least {@code -v} that turns it on. */
  private final String thresholds;

  Info(int parts, String thresholds) {
    this.parts = parts;
    this.thresholds = thresholds;
  }

  /** Whether one of these parts ({@link #CLIENT} and so on) looks at the flag. */
  boolean concerns(int someParts) {
    return (parts & someParts) != 0;
  }

  /** The level that so many {@code -v} imply. */
  public int levelAt(int verbosity) {
    return Debug.level(thresholds, verbosity);
  }
}
