/** The daemon: {@code rsyncd.conf}, listeners, admission, sessions, authentication and logging. */
module org.jrsync.daemon {
  requires static transitive org.jspecify;
  requires transitive org.jrsync.engine;

  exports org.jrsync.daemon;
}
