/** The daemon: {@code rsyncd.conf}, listeners, admission, sessions, authentication and logging. */
@SuppressWarnings("module") // The program, which is built later.
module org.jrsync.daemon {
  requires static transitive org.jspecify;
  requires transitive org.jrsync.engine;

  exports org.jrsync.daemon;
  // For the documents that list all parameters.
  exports org.jrsync.daemon.config to
      org.jrsync.cli;
}
