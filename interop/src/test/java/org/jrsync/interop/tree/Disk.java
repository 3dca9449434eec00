package org.jrsync.interop.tree;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A folder tree on disk, addressed with names of any bytes below a root: what {@code java.nio.file}
 * cannot do with names that are not valid in the platform's charset. Nothing here follows a symlink
 * at the end of a path.
 */
public final class Disk {
  private static final int AT_FDCWD = -100;
  private static final int NO_FOLLOW = 0x100;
  private static final int ENOENT = 2;
  private static final int UTIME_OMIT = (1 << 30) - 2;
  private static final int O_WRITE_CREATE = 1 | 0100 | 0400000;
  private static final int O_NOFOLLOW = 0400000;

  private final byte[] root;

  public Disk(Path root) {
    this.root = root.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
  }

  public Optional<Stat> stat(Name path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment x = arena.allocate(256, 8);
      long result = Libc.call(arena, "statx", AT_FDCWD, at(arena, path), NO_FOLLOW, 0x7ff, x);
      if (result == -ENOENT || result == -20) {
        return Optional.empty();
      }
      check("statx", path, result);
      return Optional.of(
          new Stat(
              x.get(ValueLayout.JAVA_SHORT, 28) & 0xffff,
              x.get(ValueLayout.JAVA_LONG, 40),
              x.get(ValueLayout.JAVA_LONG, 112),
              x.get(ValueLayout.JAVA_INT, 120),
              Integer.toUnsignedLong(x.get(ValueLayout.JAVA_INT, 20)),
              Integer.toUnsignedLong(x.get(ValueLayout.JAVA_INT, 24)),
              Integer.toUnsignedLong(x.get(ValueLayout.JAVA_INT, 136)) << 32
                  | Integer.toUnsignedLong(x.get(ValueLayout.JAVA_INT, 140)),
              x.get(ValueLayout.JAVA_LONG, 32),
              Integer.toUnsignedLong(x.get(ValueLayout.JAVA_INT, 16)),
              x.get(ValueLayout.JAVA_INT, 128),
              x.get(ValueLayout.JAVA_INT, 132),
              x.get(ValueLayout.JAVA_LONG, 48)));
    }
  }

  /** The names in a folder, sorted by their bytes. */
  @SuppressWarnings("restricted")
  public List<Name> list(Name folder) {
    try (Arena arena = Arena.ofConfined()) {
      long stream = Libc.call(arena, "opendir", at(arena, folder));
      check("opendir", folder, stream);
      if (stream == 0) {
        throw new IllegalStateException("opendir " + folder);
      }
      List<Name> names = new ArrayList<>();
      for (long entry; (entry = Libc.call(arena, "readdir", stream)) != 0; ) {
        MemorySegment name = MemorySegment.ofAddress(entry + 19).reinterpret(256);
        int length = 0;
        while (name.get(ValueLayout.JAVA_BYTE, length) != 0) {
          length++;
        }
        byte[] bytes = new byte[length];
        MemorySegment.copy(name, ValueLayout.JAVA_BYTE, 0, bytes, 0, length);
        if (!(length == 1 && bytes[0] == '.')
            && !(length == 2 && bytes[0] == '.' && bytes[1] == '.')) {
          names.add(Name.of(bytes));
        }
      }
      Libc.call(arena, "closedir", stream);
      names.sort(null);
      return names;
    }
  }

  public void folder(Name path, int mode) {
    call("mkdir", path, 0700);
    mode(path, mode);
  }

  /** Makes a file of the given content. */
  public void file(Name path, int mode, byte[] content) {
    write(path, 0, content);
    mode(path, mode);
  }

  /**
   * Writes at an offset, making the file when it is missing; a gap before the offset stays a hole.
   */
  public void write(Name path, long offset, byte[] content) {
    try (Arena arena = Arena.ofConfined()) {
      long fd = Libc.call(arena, "open", at(arena, path), O_WRITE_CREATE, 0600);
      check("open", path, fd);
      MemorySegment data = arena.allocate(Math.max(1, content.length));
      MemorySegment.copy(content, 0, data, ValueLayout.JAVA_BYTE, 0, content.length);
      long done = 0;
      while (done < content.length) {
        long n =
            Libc.call(
                arena, "pwrite", fd, data.address() + done, content.length - done, offset + done);
        check("pwrite", path, n);
        done += n;
      }
      Libc.call(arena, "close", fd);
    }
  }

  /** Reads at most so many bytes at an offset; fewer only at the end of the file. */
  public byte[] read(Name path, long offset, int limit) {
    try (Arena arena = Arena.ofConfined()) {
      long fd = Libc.call(arena, "open", at(arena, path), O_NOFOLLOW, 0);
      check("open", path, fd);
      MemorySegment data = arena.allocate(Math.max(1, limit));
      int done = 0;
      while (done < limit) {
        long n = Libc.call(arena, "pread", fd, data.address() + done, limit - done, offset + done);
        check("pread", path, n);
        if (n == 0) {
          break;
        }
        done += (int) n;
      }
      Libc.call(arena, "close", fd);
      byte[] bytes = new byte[done];
      MemorySegment.copy(data, ValueLayout.JAVA_BYTE, 0, bytes, 0, done);
      return bytes;
    }
  }

  public void truncate(Name path, long size) {
    call("truncate", path, size);
  }

  public void symlink(byte[] target, Name path) {
    try (Arena arena = Arena.ofConfined()) {
      check(
          "symlink", path, Libc.call(arena, "symlink", Libc.path(arena, target), at(arena, path)));
    }
  }

  public byte[] target(Name path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(4096);
      long length = Libc.call(arena, "readlink", at(arena, path), data, 4096);
      check("readlink", path, length);
      byte[] bytes = new byte[(int) length];
      MemorySegment.copy(data, ValueLayout.JAVA_BYTE, 0, bytes, 0, bytes.length);
      return bytes;
    }
  }

  public void hardLink(Name existing, Name path) {
    try (Arena arena = Arena.ofConfined()) {
      check("link", path, Libc.call(arena, "link", at(arena, existing), at(arena, path)));
    }
  }

  public void rename(Name from, Name to) {
    try (Arena arena = Arena.ofConfined()) {
      check("rename", to, Libc.call(arena, "rename", at(arena, from), at(arena, to)));
    }
  }

  /** A FIFO, socket or device; the numbers count for devices only. */
  public void node(Name path, int typeAndMode, int major, int minor) {
    long device =
        (minor & 0xffL)
            | ((major & 0xfffL) << 8)
            | ((minor & ~0xffL) << 12)
            | ((major & ~0xfffL) << 32);
    call("mknod", path, typeAndMode, device);
    mode(path, typeAndMode & 07777);
  }

  /** Sets permission bits; not for symlinks, which have none. */
  public void mode(Name path, int mode) {
    call("chmod", path, mode);
  }

  /**
   * Does what needs all of its owner's permissions on an entry, which then has the mode again that
   * it had: root needs none of them.
   */
  public void whileOpen(Name path, Runnable work) {
    Stat stat = stat(path).orElseThrow();
    int open = stat.permissions() | (stat.isFolder() ? 0700 : 0600);
    if (open == stat.permissions()) {
      work.run();
      return;
    }
    mode(path, open);
    work.run();
    mode(path, stat.permissions());
  }

  public void owner(Name path, long uid, long gid) {
    call("lchown", path, uid, gid);
  }

  /** Sets the modification time and leaves the access time. */
  public void time(Name path, long seconds, int nanos) {
    times(path, 0, UTIME_OMIT, seconds, nanos);
  }

  /** Sets the access time and leaves the modification time. */
  public void accessTime(Name path, long seconds) {
    times(path, seconds, 0, 0, UTIME_OMIT);
  }

  private void times(Name path, long access, int accessNanos, long seconds, int nanos) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment times = arena.allocate(32, 8);
      times.set(ValueLayout.JAVA_LONG, 0, access);
      times.set(ValueLayout.JAVA_LONG, 8, accessNanos);
      times.set(ValueLayout.JAVA_LONG, 16, seconds);
      times.set(ValueLayout.JAVA_LONG, 24, nanos);
      check(
          "utimensat",
          path,
          Libc.call(arena, "utimensat", AT_FDCWD, at(arena, path), times, NO_FOLLOW));
    }
  }

  public void unlink(Name path) {
    call("unlink", path);
  }

  /** Removes an entry with all below it. */
  public void remove(Name path) {
    Optional<Stat> found = stat(path);
    if (found.isEmpty()) {
      return;
    }
    if (!found.get().isFolder()) {
      unlink(path);
      return;
    }
    mode(path, 0700);
    for (Name name : list(path)) {
      remove(path.child(name));
    }
    call("rmdir", path);
  }

  private void call(String function, Name path, Object... more) {
    try (Arena arena = Arena.ofConfined()) {
      Object[] arguments = new Object[more.length + 1];
      arguments[0] = at(arena, path);
      System.arraycopy(more, 0, arguments, 1, more.length);
      check(function, path, Libc.call(arena, function, arguments));
    }
  }

  private static void check(String function, Name path, long result) {
    if (result < 0 && result > -4096) {
      throw new IllegalStateException(function + " " + path + ": errno " + -result);
    }
  }

  private MemorySegment at(Arena arena, Name path) {
    if (path.isEmpty()) {
      return Libc.path(arena, root);
    }
    byte[] relative = path.bytes();
    byte[] full = Arrays.copyOf(root, root.length + 1 + relative.length);
    full[root.length] = '/';
    System.arraycopy(relative, 0, full, root.length + 1, relative.length);
    return Libc.path(arena, full);
  }
}
