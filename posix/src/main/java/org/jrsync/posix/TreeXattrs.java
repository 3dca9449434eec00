package org.jrsync.posix;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Extended attributes of a file in a tree, or of a symbolic link itself. Linux 6.13 has calls that
 * take a directory and a name; before, an {@code O_PATH} descriptor of the file and its entry in
 * {@code /proc/self/fd} serve, because FIFOs, devices and files without permissions cannot be
 * opened otherwise.
 */
final class TreeXattrs {
  /** The kernel's bound on an attribute's name. */
  private static final int MAX_NAME = 255;

  private static volatile boolean missing;

  private TreeXattrs() {}

  static byte @Nullable [] get(ConfinedTree tree, byte[] path, byte[] name) {
    IoBuffer value = IoBuffer.acquire();
    try {
      int count =
          run(Libc.GETXATTRAT, Libc.GETXATTR, tree, path, name, value.address, IoBuffer.SIZE);
      if (count == -Errno.ENODATA) {
        return null;
      }
      checkResult(count, Libc.GETXATTR);
      byte[] result = new byte[count];
      value.bytes.get(0, result);
      return result;
    } finally {
      value.release();
    }
  }

  static byte[][] list(ConfinedTree tree, byte[] path) {
    IoBuffer names = IoBuffer.acquire();
    try {
      int count =
          run(Libc.LISTXATTRAT, Libc.LISTXATTR, tree, path, null, names.address, IoBuffer.SIZE);
      checkResult(count, Libc.LISTXATTR);
      return split(names.bytes, count);
    } finally {
      names.release();
    }
  }

  private static byte[][] split(ByteBuffer names, int count) {
    List<byte[]> found = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < count; i++) {
      if (names.get(i) == 0) {
        byte[] name = new byte[i - start];
        names.get(start, name);
        found.add(name);
        start = i + 1;
      }
    }
    return found.toArray(new byte[0][]);
  }

  static void set(ConfinedTree tree, byte[] path, byte[] name, byte[] value) {
    if (value.length > IoBuffer.SIZE) {
      throw new PosixException(Errno.E2BIG, Libc.SETXATTR.callName());
    }
    IoBuffer copy = IoBuffer.acquire();
    try {
      copy.bytes.put(0, value);
      int result =
          run(Libc.SETXATTRAT, Libc.SETXATTR, tree, path, name, copy.address, value.length);
      checkResult(result, Libc.SETXATTR);
    } finally {
      copy.release();
    }
  }

  static void remove(ConfinedTree tree, byte[] path, byte[] name) {
    checkResult(
        run(Libc.REMOVEXATTRAT, Libc.REMOVEXATTR, tree, path, name, 0, 0), Libc.REMOVEXATTR);
  }

  private static void checkResult(int result, Libc call) {
    if (result < 0) {
      throw new PosixException(-result, call.callName());
    }
  }

  /** Walks and calls; the result or a negated error. */
  private static int run(
      Libc call,
      Libc older,
      ConfinedTree tree,
      byte[] path,
      byte @Nullable [] name,
      long address,
      int size) {
    NativeScratch s = NativeScratch.acquire();
    try {
      int errno = tree.locate(s, s.first(), path, older);
      if (errno != 0) {
        return -errno;
      }
      if (name != null && (name.length > MAX_NAME || !s.second().putName(name))) {
        return name.length > MAX_NAME ? -Errno.ERANGE : -Errno.EINVAL;
      }
      if (!missing) {
        int result = runAt(call, s, address, size);
        if (result != -Errno.ENOSYS) {
          return result;
        }
        missing = true;
      }
      return runByDescriptor(older, s, address, size);
    } finally {
      s.release();
    }
  }

  private static int runAt(Libc call, NativeScratch s, long address, int size) {
    int directory = s.first().parentDescriptor();
    long leaf = s.first().name;
    long flags = OpenFlags.AT_SYMLINK_NOFOLLOW;
    long name = s.second().name;
    // struct xattr_args: value, size, flags.
    s.putLong(0, address).putInt(8, size).putInt(12, 0);
    long result =
        switch (call) {
          case SETXATTRAT ->
              call.call(s, Arch.SYS_SETXATTRAT, directory, leaf, flags, name, s.struct, 16);
          case GETXATTRAT ->
              call.call(s, Arch.SYS_GETXATTRAT, directory, leaf, flags, name, s.struct, 16);
          case LISTXATTRAT ->
              call.call(s, Arch.SYS_LISTXATTRAT, directory, leaf, flags, address, size, 0);
          case REMOVEXATTRAT ->
              call.call(s, Arch.SYS_REMOVEXATTRAT, directory, leaf, flags, name, 0, 0);
          default -> throw new IllegalArgumentException(call.name());
        };
    return result < 0 ? -s.errno() : (int) result;
  }

  private static int runByDescriptor(Libc call, NativeScratch s, long address, int size) {
    int flags = OpenFlags.PATH | OpenFlags.NOFOLLOW | OpenFlags.CLOEXEC;
    int fd = Libc.OPENAT.intCall(s, s.first().parentDescriptor(), s.first().name, flags, 0, 0);
    if (fd < 0) {
      return -s.errno();
    }
    try {
      s.first().putName(Ascii.bytes("/proc/self/fd/" + fd));
      long file = s.first().name;
      long name = s.second().name;
      long result =
          call == Libc.LISTXATTR
              ? call.call(s, file, address, size)
              : call.call(s, file, name, address, size, 0);
      return result < 0 ? -s.errno() : (int) result;
    } finally {
      Descriptors.closeQuietly(fd);
    }
  }

  /** For tests: acts as on a kernel that lacks the calls. */
  static void pretendMissing(boolean value) {
    missing = value;
  }
}
