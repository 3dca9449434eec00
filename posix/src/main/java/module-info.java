/**
 * The operating system, through {@code java.lang.foreign}: descriptors, confined trees, users,
 * identities, child processes, signals and the terminal. The only package with native access; it
 * knows nothing of rsync.
 */
module org.jrsync.posix {
  requires static transitive org.jspecify;
  requires jdk.unsupported;

// Uncomment with the first public class: an empty package cannot be exported.
// exports org.jrsync.posix;
}
