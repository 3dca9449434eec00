package org.jrsync.posix;

/** The operations of a tree that take two names. */
final class TreeLinks {
  private TreeLinks() {}

  static void symlink(ConfinedTree tree, byte[] target, byte[] path) {
    NativeScratch s = NativeScratch.acquire();
    try {
      int errno = 0;
      for (int attempt = 0; attempt < 2; attempt++) {
        errno = tree.locate(s, s.first(), path, Libc.SYMLINKAT);
        if (errno == 0 && !s.second().putName(target)) {
          errno = target.length >= NamePair.CAPACITY ? Errno.ENAMETOOLONG : Errno.EINVAL;
        }
        if (errno != 0) {
          break;
        }
        int directory = s.first().parentDescriptor();
        if (Libc.SYMLINKAT.intCall(s, s.second().name, directory, s.first().name) >= 0) {
          return;
        }
        errno = s.errno();
        if (errno != Errno.ENOENT || !s.first().fromCache) {
          break;
        }
        tree.forgetParent(s.first());
      }
      throw new PosixException(errno, Libc.SYMLINKAT.callName());
    } finally {
      s.release();
    }
  }

  static void link(ConfinedTree fromTree, byte[] from, ConfinedTree toTree, byte[] to) {
    pair(Libc.LINKAT, fromTree, from, toTree, to);
  }

  static void rename(ConfinedTree fromTree, byte[] from, ConfinedTree toTree, byte[] to) {
    pair(Libc.RENAMEAT, fromTree, from, toTree, to);
  }

  private static void pair(
      Libc call, ConfinedTree fromTree, byte[] from, ConfinedTree toTree, byte[] to) {
    NativeScratch s = NativeScratch.acquire();
    try {
      int errno = 0;
      for (int attempt = 0; attempt < 2; attempt++) {
        errno = fromTree.locate(s, s.first(), from, call);
        if (errno == 0) {
          errno = toTree.locate(s, s.second(), to, call);
        }
        if (errno != 0) {
          break;
        }
        int fromDirectory = s.first().parentDescriptor();
        int toDirectory = s.second().parentDescriptor();
        if (call.intCall(s, fromDirectory, s.first().name, toDirectory, s.second().name, 0) >= 0) {
          return;
        }
        errno = s.errno();
        // A held directory that was removed and made again has nothing in it: walk to it once more.
        if (errno != Errno.ENOENT || !(s.first().fromCache || s.second().fromCache)) {
          break;
        }
        fromTree.forgetParent(s.first());
        toTree.forgetParent(s.second());
      }
      throw new PosixException(errno, call.callName());
    } finally {
      s.release();
    }
  }
}
