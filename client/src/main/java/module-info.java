/** The library: build a transfer, choose its transport, watch and cancel it, and get its result. */
module org.jrsync.client {
  requires static transitive org.jspecify;
  requires transitive org.jrsync.engine;

  exports org.jrsync.client;
  exports org.jrsync.client.tls;
}
