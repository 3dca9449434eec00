package org.jrsync.posix;

import java.util.Arrays;

/** Whole contents of the small files in which the kernel tells about the process. */
final class SystemFile {
  private SystemFile() {}

  /**
   * Reads a file of the kernel's.
   *
   * @param limit the most bytes to take
   */
  static byte[] read(String path, int limit) {
    try (FileHandle file = open(path, OpenFlags.RDONLY)) {
      byte[] content = new byte[Math.min(limit, 8192)];
      int length = 0;
      while (true) {
        int count = file.readFully(content, length, content.length - length);
        length += count;
        if (length < content.length || length == limit) {
          return Arrays.copyOf(content, length);
        }
        content = Arrays.copyOf(content, (int) Math.min(limit, 2L * length));
      }
    }
  }

  static FileHandle open(String path, int flags) {
    NativeScratch s = NativeScratch.acquire();
    try {
      s.first().putName(Ascii.bytes(path));
      int all = flags | OpenFlags.CLOEXEC | OpenFlags.NOCTTY;
      return new FileHandle(Libc.OPENAT.check(s, OpenFlags.AT_FDCWD, s.first().name, all));
    } finally {
      s.release();
    }
  }
}
