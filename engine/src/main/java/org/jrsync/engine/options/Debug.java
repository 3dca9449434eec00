package org.jrsync.engine.options;

/**
 * The {@code --debug} flags, in the order of rsync(1). Each knows from which count of {@code -v} on
 * it is at level 1, 2 and so on.
 */
public enum Debug {
  /** ACLs beyond the mode bits. */
  ACL("3"),
  /** Backups; up to level 2. */
  BACKUP("3"),
  /** Binding of sockets. */
  BIND("2"),
  /** Changes of the current directory. */
  CHDIR("5"),
  /** Connections; up to level 2. */
  CONNECT("23"),
  /** Commands and arguments that are issued; up to level 2. */
  CMD("24"),
  /** Deletion; up to level 3. */
  DEL("234"),
  /** Checksums of the delta transfer; up to level 4. */
  DELTASUM("2345"),
  /** Removal of duplicate names. */
  DUP("2"),
  /** The end of the run; up to level 3. */
  EXIT("34"),
  /** Filter rules at work; up to level 3. */
  FILTER("23"),
  /** File lists; up to level 4. */
  FLIST("2345"),
  /** Scores of similar names; up to level 2. */
  FUZZY("35"),
  /** The generator. */
  GENR("3"),
  /** Hash tables. */
  HASH("5"),
  /** Hard links; up to level 3. */
  HLINK("5"),
  /** Character set conversion; up to level 2. */
  ICONV("24"),
  /** Input and output; up to level 4. */
  IO(""),
  /** Strings of the negotiation. */
  NSTR(""),
  /** Changes of owner and group; up to level 2. */
  OWN("34"),
  /** The protocol. */
  PROTO("4"),
  /** The receiver. */
  RECV("3"),
  /** The sender. */
  SEND("3"),
  /** Setting of times; up to level 2. */
  TIME("34");

  /** One digit for each level: the least {@code -v} that turns it on. */
  private final String thresholds;

  Debug(String thresholds) {
    this.thresholds = thresholds;
  }

  /** The level that so many {@code -v} imply. */
  public int levelAt(int verbosity) {
    return level(thresholds, verbosity);
  }

  static int level(String thresholds, int verbosity) {
    int level = 0;
    while (level < thresholds.length() && thresholds.charAt(level) - '0' <= verbosity) {
      level++;
    }
    return level;
  }
}
