/**
 * The bytes of the rsync protocol and nothing else: it reads and writes byte streams and has no
 * files, sockets or threads.
 */
module org.jrsync.wire {
  requires static transitive org.jspecify;
  requires com.dynatrace.hash4j;
  requires com.github.luben.zstd_jni;

  exports org.jrsync.wire;
  exports org.jrsync.wire.charset;
  exports org.jrsync.wire.checksum;
  exports org.jrsync.wire.compress;
  exports org.jrsync.wire.flist;
  exports org.jrsync.wire.signature;
  exports org.jrsync.wire.tls;
}
