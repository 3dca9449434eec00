/** Tests against real rsync programs; the module itself holds no code. */
module org.jrsync.interop {
  requires static transitive org.jspecify;
  requires transitive org.jrsync.cli;
}
