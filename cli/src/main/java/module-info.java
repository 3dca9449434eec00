/** The program: the grammar of its arguments, what it prints for people, and {@code main}. */
module org.jrsync.cli {
  requires static transitive org.jspecify;
  requires transitive org.jrsync.client;
  requires transitive org.jrsync.daemon;

  exports org.jrsync.cli;
}
