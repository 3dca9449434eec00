package org.jrsync.bench.scale.daemon;

/** Whose rights a session has. */
public enum ServedAs {
  /** A root daemon's module that is served as nobody, which is the default of root daemons. */
  NOBODY("nobody", ""),
  /** The daemon's own: of root where it is root. */
  DAEMON("daemon", "    uid = root\n    gid = root\n");

  private final String title;
  private final String rootDirectives;

  ServedAs(String title, String rootDirectives) {
    this.title = title;
    this.rootDirectives = rootDirectives;
  }

  /** The name in command lines and tables. */
  public String title() {
    return title;
  }

  /** Its part of a module's configuration, where the daemon is root. */
  String rootDirectives() {
    return rootDirectives;
  }

  /**
   * The one with this title.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static ServedAs of(String title) {
    for (ServedAs as : values()) {
      if (as.title.equals(title)) {
        return as;
      }
    }
    throw new IllegalArgumentException("no identity \"" + title + "\"");
  }
}
