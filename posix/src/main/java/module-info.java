/**
 * The operating system, through {@code java.lang.foreign}: descriptors, confined trees, users,
 * identities, child processes, signals and the terminal. The only package with native access; it
 * knows nothing of rsync.
 */
module org.jrsync.posix {
  requires static transitive org.jspecify;
  requires jdk.unsupported;

  exports org.jrsync.posix;
}
