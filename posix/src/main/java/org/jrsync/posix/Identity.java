package org.jrsync.posix;

final class Identity {
  static int fileSystemUser(NativeScratch s) {
    return Libc.SETFSUID.intCall(s, -1L);
  }
}
