/** The library: build a transfer, choose its transport, watch and cancel it, and get its result. */
module org.jrsync.client {
  requires static transitive org.jspecify;
  requires transitive org.jrsync.engine;

// Uncomment with the first public class: an empty package cannot be exported.
// exports org.jrsync.client;
}
