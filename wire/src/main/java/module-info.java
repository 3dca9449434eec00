/**
 * The bytes of the rsync protocol and nothing else: it reads and writes byte streams and has no
 * files, sockets or threads.
 */
module org.jrsync.wire {
  requires static transitive org.jspecify;
  requires com.dynatrace.hash4j;
  requires com.github.luben.zstd_jni;

// Uncomment with the first public class: an empty package cannot be exported.
// exports org.jrsync.wire;
}
