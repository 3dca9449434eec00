/** The daemon: {@code rsyncd.conf}, listeners, admission, sessions, authentication and logging. */
module org.jrsync.daemon {
  requires static transitive org.jspecify;
  requires transitive org.jrsync.engine;

// Uncomment with the first public class: an empty package cannot be exported.
// exports org.jrsync.daemon;
}
