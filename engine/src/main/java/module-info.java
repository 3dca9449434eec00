/**
 * The transfer: options, filters, scanning, file lists, generator, sender and receiver, as blocking
 * code without sockets.
 */
module org.jrsync.engine {
  requires static transitive org.jspecify;
  requires transitive org.jrsync.posix;
  requires transitive org.jrsync.wire;

  exports org.jrsync.engine;
  exports org.jrsync.engine.batch;
  exports org.jrsync.engine.filter;
  exports org.jrsync.engine.options;
  exports org.jrsync.engine.report;
  exports org.jrsync.engine.scan;
  exports org.jrsync.engine.sender;
  exports org.jrsync.engine.tree;
}
