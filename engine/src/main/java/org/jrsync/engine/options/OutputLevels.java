package org.jrsync.engine.options;

/** The levels of all {@code --info} and {@code --debug} flags while options are collected. */
@SuppressWarnings("EnumOrdinal") // The flags index arrays that never leave this process.
public final class OutputLevels {
  private final byte[] info = new byte[Info.values().length];
  private final byte[] debug = new byte[Debug.values().length];
  private int infoGiven;
  private int debugGiven;

  /** What rsync says without {@code -v}, where only {@link Info#NONREG} is on. */
  OutputLevels() {
    imply(0);
  }

  OutputLevels(OutputLevels other) {
    System.arraycopy(other.info, 0, info, 0, info.length);
    System.arraycopy(other.debug, 0, debug, 0, debug.length);
    infoGiven = other.infoGiven;
    debugGiven = other.debugGiven;
  }

  /** The level of one {@code --info} flag, 0 when off. */
  public int info(Info flag) {
    return info[flag.ordinal()];
  }

  /** The level of one {@code --debug} flag, 0 when off. */
  public int debug(Debug flag) {
    return debug[flag.ordinal()];
  }

  /** Whether the user named this flag. */
  boolean infoGiven(Info flag) {
    return (infoGiven & (1 << flag.ordinal())) != 0;
  }

  /** Sets one {@code --info} flag as the user does: nothing that is implied changes it later. */
  public void set(Info flag, int level) {
    info[flag.ordinal()] = (byte) level;
    infoGiven |= 1 << flag.ordinal();
  }

  /** Sets one {@code --debug} flag as the user does: nothing that is implied changes it later. */
  public void set(Debug flag, int level) {
    debug[flag.ordinal()] = (byte) level;
    debugGiven |= 1 << flag.ordinal();
  }

  /** Sets one {@code --info} flag unless the user named it. */
  void imply(Info flag, int level) {
    if (!infoGiven(flag)) {
      info[flag.ordinal()] = (byte) level;
    }
  }

  /** Sets all flags of both kinds that the user did not name to what so many {@code -v} imply. */
  void imply(int verbosity) {
    for (Info flag : Info.values()) {
      imply(flag, flag.levelAt(verbosity));
    }
    for (Debug flag : Debug.values()) {
      if ((debugGiven & (1 << flag.ordinal())) == 0) {
        debug[flag.ordinal()] = (byte) flag.levelAt(verbosity);
      }
    }
  }

  /**
   * Lowers every flag of both kinds to what so many {@code -v} imply at most, as a daemon does for
   * its clients.
   */
  public void limit(int verbosity) {
    for (Info flag : Info.values()) {
      int i = flag.ordinal();
      info[i] = (byte) Math.min(info[i], flag.levelAt(verbosity));
    }
    for (Debug flag : Debug.values()) {
      int i = flag.ordinal();
      debug[i] = (byte) Math.min(debug[i], flag.levelAt(verbosity));
    }
  }
}
