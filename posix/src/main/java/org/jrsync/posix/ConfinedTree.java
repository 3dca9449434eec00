package org.jrsync.posix;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A directory and all that may be done beneath it, without ever leaving it.
 *
 * <p>Every path is bytes, relative to the tree's own directory ({@code ""} or {@code "."} is that
 * directory). An operation walks to the parent directory of the path, guarded by the tree's {@link
 * Policy}, and then acts on the last component from the descriptor it holds; it never follows a
 * link there unless its name says so. Nothing that another process renames or replaces meanwhile
 * can lead it outside. Outside of {@link Policy#OPERATOR}, paths that are absolute or have a {@code
 * ..} are refused with {@code EXDEV}.
 *
 * <p>The last few parent directories stay open, which makes an operation one system call in the
 * usual case. The access checks on the way to a held directory were those of the thread that walked
 * there, so a tree serves one identity.
 *
 * <p>Safe for use by many threads. Errors are {@link PosixException}s, but for the two {@code stat}
 * operations.
 */
public final class ConfinedTree implements AutoCloseable {
  /** Directories held besides the root. */
  private static final int HELD_PARENTS = 4;

  /** {@code R_OK}. */
  private static final int READABLE = 4;

  private static volatile @Nullable UseHook hook;

  private final ParentCache parents;
  private final AtomicInteger views;
  private final byte[] prefix;
  private final PathRules rules;
  private final PathResolver resolver;
  private boolean closed;

  private ConfinedTree(
      ParentCache parents,
      AtomicInteger views,
      byte[] prefix,
      PathRules rules,
      PathResolver resolver) {
    this.parents = parents;
    this.views = views;
    this.prefix = prefix;
    this.rules = rules;
    this.resolver = resolver;
  }

  /**
   * Opens a directory that the operator named as the root of a tree. All links in the path itself
   * are followed.
   *
   * @param operatorPath absolute, or relative to the process's working directory
   */
  public static ConfinedTree open(byte[] operatorPath, Policy policy) {
    return open(operatorPath, policy, PathResolver.ofSystem());
  }

  static ConfinedTree open(byte[] operatorPath, Policy policy, PathResolver resolver) {
    NativeScratch s = NativeScratch.acquire();
    try {
      int errno = s.first().set(new byte[0], operatorPath, true);
      int fd =
          errno != 0
              ? -errno
              : resolver.open(
                  s,
                  s.first(),
                  s.first().length,
                  OpenFlags.AT_FDCWD,
                  new PathRules(Policy.OPERATOR, false),
                  OpenFlags.DIRECTORY_HANDLE);
      if (fd < 0) {
        throw new PosixException(-fd, "open");
      }
      return ofDescriptor(fd, policy, resolver);
    } finally {
      s.release();
    }
  }

  /**
   * Makes a tree of a directory that is open already, such as {@link TrustedPath#openDirectory}
   * returns.
   *
   * @param directory its descriptor goes over to the tree
   */
  public static ConfinedTree of(FileHandle directory, Policy policy) {
    return ofDescriptor(directory.release(), policy, PathResolver.ofSystem());
  }

  /**
   * Makes a tree of a directory that is open already, whose paths may lead anywhere, but only by
   * links that are trusted.
   *
   * @param directory its descriptor goes over to the tree
   */
  public static ConfinedTree of(FileHandle directory, LinkTrust trust) {
    return trusting(of(directory, Policy.OPERATOR), trust);
  }

  private static ConfinedTree trusting(ConfinedTree plain, LinkTrust trust) {
    if (trust.isBlind()) {
      return plain;
    }
    try (plain) {
      return plain.view(plain.prefix, new PathRules(Policy.OPERATOR, false, trust));
    }
  }

  private static ConfinedTree ofDescriptor(int fd, Policy policy, PathResolver resolver) {
    return new ConfinedTree(
        new ParentCache(fd, HELD_PARENTS),
        new AtomicInteger(1),
        new byte[0],
        new PathRules(policy, false),
        resolver);
  }

  /**
   * Opens a directory that the operator named, as a tree whose paths may lead anywhere, but only by
   * links that are trusted.
   *
   * @param operatorPath absolute, or relative to the process's working directory; all links in it
   *     are followed
   */
  public static ConfinedTree open(byte[] operatorPath, LinkTrust trust) {
    return trusting(open(operatorPath, Policy.OPERATOR), trust);
  }

  /** Sets or removes the hook of race tests. */
  static void hookForTests(@Nullable UseHook next) {
    hook = next;
  }

  /**
   * The same tree seen from a directory in it: paths gain a prefix, while links are still judged by
   * the whole tree's root. The directory need not exist yet. The view is closed by itself.
   */
  public ConfinedTree subtree(byte[] path) {
    NativeScratch s = NativeScratch.acquire();
    try {
      int errno = s.first().set(prefix, path, rules.policy() == Policy.OPERATOR);
      if (errno != 0) {
        throw new PosixException(errno, "open");
      }
      return view(s.first().plainBytes(), rules);
    } finally {
      s.release();
    }
  }

  /**
   * The same tree, in which no symbolic link is ever followed: one on the way gives {@code ELOOP}.
   */
  public ConfinedTree withoutLinks() {
    return view(prefix, new PathRules(rules.policy(), true, rules.trust()));
  }

  /**
   * Another tree of the same directory, for other users: it shares the root's descriptor and holds
   * parent directories of its own. It is closed by itself.
   */
  public synchronized ConfinedTree sibling() {
    if (closed) {
      throw new IllegalStateException("the tree is closed");
    }
    ConfinedTree share = view(prefix, rules);
    return new ConfinedTree(
        new ParentCache(parents.rootDescriptor(), HELD_PARENTS, fd -> share.close()),
        new AtomicInteger(1),
        prefix,
        rules,
        resolver);
  }

  private ConfinedTree view(byte[] newPrefix, PathRules newRules) {
    views.incrementAndGet();
    return new ConfinedTree(parents, views, newPrefix, newRules, resolver);
  }

  /** Closes the tree; its root goes when every view of it is closed. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      if (views.decrementAndGet() == 0) {
        parents.close();
      }
    }
  }

  /**
   * Says what a path names, without following a link at its end.
   *
   * @return 0, or the error, which is part of everyday work here and no exception
   */
  public int lstat(byte[] path, FileStat stat) {
    NativeScratch s = NativeScratch.acquire();
    try {
      int errno = lstat(s, path);
      if (errno == 0) {
        stat.take(s);
      }
      return errno;
    } finally {
      s.release();
    }
  }

  private int lstat(NativeScratch s, byte[] path) {
    int flags = OpenFlags.AT_SYMLINK_NOFOLLOW | OpenFlags.AT_NO_AUTOMOUNT;
    int result = at(s, Libc.STATX, path, false, flags, FileStat.MASK, s.statx);
    return result < 0 ? -result : 0;
  }

  /** As {@link #lstat}, but follows links at the end, as far as the policy lets them reach. */
  public int stat(byte[] path, FileStat stat) {
    NativeScratch s = NativeScratch.acquire();
    try {
      int errno = lstat(s, path);
      if (errno == 0 && FileMode.isSymlink(s.statxShort(28))) {
        int fd = openFollowing(s, path, OpenFlags.PATH | OpenFlags.CLOEXEC);
        if (fd < 0) {
          return -fd;
        }
        errno = s.statDescriptor(fd);
        Descriptors.closeQuietly(fd);
      }
      if (errno == 0) {
        stat.take(s);
      }
      return errno;
    } finally {
      s.release();
    }
  }

  /**
   * As {@link #stat}, but a link at the end is followed wherever it leads: for telling what the
   * operator has made there, never for opening it. What leads to the end stays within the policy.
   */
  public int statBeyond(byte[] path, FileStat stat) {
    NativeScratch s = NativeScratch.acquire();
    try {
      int flags = OpenFlags.AT_NO_AUTOMOUNT;
      int result = at(s, Libc.STATX, path, false, flags, FileStat.MASK, s.statx);
      if (result >= 0) {
        stat.take(s);
      }
      return result < 0 ? -result : 0;
    } finally {
      s.release();
    }
  }

  /**
   * Whether the calling thread, with the identity it acts by, may read what a path names.
   *
   * @param followLast whether a link at the end of the path is followed
   * @return false where the system says so or nothing is there; true as well when it cannot be
   *     found out, as for want of descriptors or before Linux 5.8: whoever opens it is told why
   */
  public boolean isReadable(byte[] path, boolean followLast) {
    NativeScratch s = NativeScratch.acquire();
    try {
      int flags = OpenFlags.AT_EACCESS | OpenFlags.AT_SYMLINK_NOFOLLOW;
      if (!followLast) {
        return !denies(at(s, Libc.FACCESSAT, path, false, READABLE, flags, 0));
      }
      int fd = openFollowing(s, path, OpenFlags.PATH | OpenFlags.CLOEXEC);
      if (fd < 0) {
        return !denies(fd);
      }
      try {
        flags |= OpenFlags.AT_EMPTY_PATH;
        int result = Libc.FACCESSAT.intCall(s, fd, s.emptyName, READABLE, flags, 0);
        return result == 0 || !denies(-s.errno());
      } finally {
        Descriptors.closeQuietly(fd);
      }
    } finally {
      s.release();
    }
  }

  private static boolean denies(int result) {
    return switch (-result) {
      case Errno.EACCES, Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP, Errno.EXDEV -> true;
      default -> false;
    };
  }

  /**
   * The entries of a directory with what {@code lstat} says of each. A link at the end of the path
   * is refused.
   */
  public DirectorySnapshot list(byte[] path) {
    return list(path, false, false);
  }

  /** As {@link #list(byte[], boolean, boolean)}, and the access time may change. */
  public DirectorySnapshot list(byte[] path, boolean followLast) {
    return list(path, followLast, false);
  }

  /**
   * The entries of a directory with what {@code lstat} says of each.
   *
   * @param followLast whether a link at the end of the path is followed
   * @param noAtime leaves the directory's access time alone; {@code EPERM} where only its owner may
   */
  public DirectorySnapshot list(byte[] path, boolean followLast, boolean noAtime) {
    return read(path, followLast, noAtime, true);
  }

  /** The names in a directory and nothing else of its entries. */
  public DirectorySnapshot names(byte[] path, boolean followLast) {
    return read(path, followLast, false, false);
  }

  private DirectorySnapshot read(
      byte[] path, boolean followLast, boolean noAtime, boolean withStat) {
    int flags = reading(noAtime) | OpenFlags.DIRECTORY;
    try (FileHandle directory = openAny(path, flags, 0, followLast)) {
      return new DirectoryReader(directory.fd()).read(withStat);
    }
  }

  /**
   * Opens for reading. Opening a FIFO or a device never waits.
   *
   * @param followLast whether a link at the end of the path is followed; {@code ELOOP} where not
   * @param noAtime leaves the access time alone; {@code EPERM} where only the file's owner may
   */
  public FileHandle openRead(byte[] path, boolean followLast, boolean noAtime) {
    return openAny(path, reading(noAtime), 0, followLast);
  }

  /**
   * {@link #openRead} of what may be missing, which is told without the cost of an exception.
   *
   * @return null for {@code ENOENT}
   */
  public @Nullable FileHandle openIfThere(byte[] path) {
    return open(path, reading(false), 0, false, Errno.ENOENT);
  }

  private static int reading(boolean noAtime) {
    return OpenFlags.RDONLY | OpenFlags.SAFE | (noAtime ? OpenFlags.NOATIME : 0);
  }

  /**
   * Makes a new file and opens it for reading and writing; {@code EEXIST} where the name is taken,
   * if only by a link.
   *
   * @param mode permissions, lessened by the process's umask
   */
  public FileHandle create(byte[] path, int mode) {
    int flags = OpenFlags.RDWR | OpenFlags.CREATE | OpenFlags.EXCLUSIVE | OpenFlags.SAFE;
    return openAny(path, flags, mode, false);
  }

  /**
   * Opens for writing; a link at the end gives {@code ELOOP}.
   *
   * @param flags the public constants of {@link OpenFlags}
   * @param mode permissions of a file that is made here
   */
  public FileHandle openWrite(byte[] path, int flags, int mode) {
    int access = (flags & OpenFlags.READ_TOO) != 0 ? 0 : OpenFlags.WRONLY;
    return openAny(path, flags | access | OpenFlags.SAFE, mode, false);
  }

  private FileHandle openAny(byte[] path, int flags, int mode, boolean followLast) {
    return Objects.requireNonNull(open(path, flags, mode, followLast, 0));
  }

  /** Opens; null for one error, and an exception for others. */
  private @Nullable FileHandle open(
      byte[] path, int flags, int mode, boolean followLast, int expected) {
    NativeScratch s = NativeScratch.acquire();
    try {
      int fd =
          followLast
              ? openFollowing(s, path, flags)
              : at(
                  s,
                  Libc.OPENAT,
                  path,
                  (flags & OpenFlags.CREATE) != 0,
                  flags | OpenFlags.NOFOLLOW,
                  mode,
                  0);
      if (fd < 0) {
        if (-fd == expected) {
          return null;
        }
        throw new PosixException(-fd, "open");
      }
      FileHandle file = new FileHandle(fd);
      return rules.policy() == Policy.OPERATOR ? file : file.impatient();
    } finally {
      s.release();
    }
  }

  /** Makes a directory; {@code mode} is lessened by the process's umask. */
  public void mkdir(byte[] path, int mode) {
    run(Libc.MKDIRAT, path, true, mode, 0, 0);
  }

  /**
   * Makes a device, FIFO, socket or empty file.
   *
   * @param mode type and permissions, the latter lessened by the process's umask
   */
  public void mknod(byte[] path, int mode, int major, int minor) {
    run(Libc.MKNODAT, path, true, mode, DeviceNumber.of(major, minor), 0);
  }

  public void unlink(byte[] path) {
    remove(path, 0);
  }

  public void rmdir(byte[] path) {
    remove(path, OpenFlags.AT_REMOVEDIR);
  }

  /**
   * Sets the owner, of a link itself too.
   *
   * @param uid the user, or -1 to leave it
   * @param gid the group, or -1 to leave it
   */
  public void chown(byte[] path, int uid, int gid) {
    run(Libc.FCHOWNAT, path, false, uid, gid, OpenFlags.AT_SYMLINK_NOFOLLOW);
  }

  /** Sets the permissions; a link gives {@code ELOOP}, as Linux has no permissions for them. */
  public void chmod(byte[] path, int mode) {
    TreeMetadata.chmod(this, path, mode);
  }

  /**
   * Sets the times, of a link itself too.
   *
   * @param atimeNanos 0 to 999 999 999, or one of {@link FileTime}
   * @param mtimeNanos 0 to 999 999 999, or one of {@link FileTime}
   */
  public void setTimes(
      byte[] path, long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos) {
    NativeScratch s = NativeScratch.acquire();
    try {
      int flags = OpenFlags.AT_SYMLINK_NOFOLLOW;
      int errno = locate(s, s.first(), path, Libc.UTIMENSAT);
      if (errno == 0) {
        FileTime.put(s, atimeSeconds, atimeNanos, mtimeSeconds, mtimeNanos);
        int fd = s.first().parentDescriptor();
        if (Libc.UTIMENSAT.intCall(s, fd, s.first().name, s.struct, flags, 0) < 0) {
          errno = s.errno();
        }
      }
      if (errno != 0) {
        throw new PosixException(errno, Libc.UTIMENSAT.callName());
      }
    } finally {
      s.release();
    }
  }

  /** The bytes that a symbolic link holds. */
  public byte[] readLink(byte[] path) {
    NativeScratch s = NativeScratch.acquire();
    try {
      int capacity = NamePair.CAPACITY;
      int count = at(s, Libc.READLINKAT, path, false, s.second().name, capacity, 0);
      if (count < 0) {
        throw new PosixException(-count, Libc.READLINKAT.callName());
      }
      return s.second().takeName(count);
    } finally {
      s.release();
    }
  }

  /**
   * Makes a symbolic link.
   *
   * @param target what it holds, unchecked: it is data here, and judged by whoever follows it
   */
  public void symlink(byte[] target, byte[] path) {
    TreeLinks.symlink(this, target, path);
  }

  /** Gives a file another name. A link is not followed but gets the name itself. */
  public void link(byte[] from, byte[] to) {
    link(from, this, to);
  }

  /**
   * As {@link #link(byte[], byte[])}, with the new name in another tree of the same file system.
   */
  public void link(byte[] from, ConfinedTree toTree, byte[] to) {
    TreeLinks.link(this, from, toTree, to);
  }

  /** Moves a name, replacing what has the new one. */
  public void rename(byte[] from, byte[] to) {
    rename(from, this, to);
  }

  /**
   * As {@link #rename(byte[], byte[])}, with the new name in another tree of the same file system.
   */
  public void rename(byte[] from, ConfinedTree toTree, byte[] to) {
    TreeLinks.rename(this, from, toTree, to);
    forget(from);
    toTree.forget(to);
    if (toTree.parents != parents) {
      // One root may lie inside the other, and then the other cache knows the directory by another
      // path.
      parents.forgetAll();
      toTree.parents.forgetAll();
    }
  }

  /**
   * The value of an extended attribute of the file or of the link itself, or null where it has none
   * of the name.
   */
  public byte @Nullable [] getXattr(byte[] path, byte[] name) {
    return TreeXattrs.get(this, path, name);
  }

  /** The names of the extended attributes that the caller may see. */
  public byte[][] listXattrs(byte[] path) {
    return TreeXattrs.list(this, path);
  }

  /** Makes or replaces an extended attribute, of at most 65 536 bytes. */
  public void setXattr(byte[] path, byte[] name, byte[] value) {
    TreeXattrs.set(this, path, name, value);
  }

  /** Removes an extended attribute; {@code ENODATA} where there is none. */
  public void removeXattr(byte[] path, byte[] name) {
    TreeXattrs.remove(this, path, name);
  }

  private void remove(byte[] path, int flags) {
    NativeScratch s = NativeScratch.acquire();
    try {
      int result = at(s, Libc.UNLINKAT, path, false, flags, 0, 0);
      if (result < 0) {
        throw new PosixException(-result, Libc.UNLINKAT.callName());
      }
      parents.forget(s.first().plain, s.first().length);
    } finally {
      s.release();
    }
  }

  /** Runs a call whose first two arguments are a directory and a name in it. */
  private void run(Libc call, byte[] path, boolean creates, long c, long d, long e) {
    NativeScratch s = NativeScratch.acquire();
    try {
      int result = at(s, call, path, creates, c, d, e);
      if (result < 0) {
        throw new PosixException(-result, call.callName());
      }
    } finally {
      s.release();
    }
  }

  /**
   * Walks and calls.
   *
   * @param creates whether {@code ENOENT} can only mean that the parent is gone, so that a held one
   *     is walked to again
   * @return the call's result, or a negated error
   */
  private int at(NativeScratch s, Libc call, byte[] path, boolean creates, long c, long d, long e) {
    PathSlot slot = s.first();
    boolean again = false;
    while (true) {
      int errno = locate(s, slot, path, call);
      if (errno != 0) {
        return -errno;
      }
      int result = call.intCall(s, slot.parentDescriptor(), slot.name, c, d, e);
      if (result >= 0) {
        return result;
      }
      errno = s.errno();
      if (errno == Errno.EINTR) {
        continue;
      }
      boolean parentGone = (creates && errno == Errno.ENOENT) || errno == Errno.ESTALE;
      if (again || !slot.fromCache || !parentGone) {
        return -errno;
      }
      forgetParent(slot);
      again = true;
    }
  }

  /** Walks to the path's parent and lays its last component down; 0 or the error. */
  int locate(NativeScratch s, PathSlot slot, byte[] path, Libc next) {
    slot.releaseParent();
    int errno = slot.set(prefix, path, rules.policy() == Policy.OPERATOR);
    if (errno != 0) {
      return errno;
    }
    ParentDirectory parent = parents.acquire(slot, !rules.refuseLinks());
    slot.fromCache = parent != null;
    if (parent != null) {
      slot.parent = parent;
    } else {
      errno = walk(s, slot);
      if (errno != 0) {
        return errno;
      }
    }
    slot.putLeaf();
    UseHook test = hook;
    if (test != null) {
      test.beforeUse(next.callName(), path);
    }
    return 0;
  }

  private int walk(NativeScratch s, PathSlot slot) {
    long before = parents.changes();
    ParentDirectory root = parents.acquireRoot();
    try {
      int start = root.descriptor;
      int flags = OpenFlags.DIRECTORY_HANDLE;
      int end = slot.parentLength;
      boolean viaLinks = rules.policy() == Policy.OPERATOR;
      PathRules strict =
          viaLinks || rules.refuseLinks()
              ? rules
              : new PathRules(rules.policy(), true, rules.trust());
      int fd = resolver.open(s, slot, end, start, strict, flags);
      if (fd == -Errno.ELOOP && !strict.equals(rules)) {
        viaLinks = true;
        fd = resolver.open(s, slot, end, start, rules, flags);
      }
      if (fd < 0) {
        return -fd;
      }
      slot.parent = parents.add(slot, fd, viaLinks, before);
      return 0;
    } finally {
      root.owner.release(root);
    }
  }

  /** Opens the whole path, its last component followed; a descriptor or a negated error. */
  private int openFollowing(NativeScratch s, byte[] path, int flags) {
    PathSlot slot = s.first();
    slot.releaseParent();
    int errno = slot.set(prefix, path, rules.policy() == Policy.OPERATOR);
    if (errno != 0) {
      return -errno;
    }
    UseHook test = hook;
    if (test != null) {
      test.beforeUse("open", path);
    }
    ParentDirectory root = parents.acquireRoot();
    try {
      return resolver.open(s, slot, slot.length, root.descriptor, rules, flags);
    } finally {
      root.owner.release(root);
    }
  }

  /** Drops the held parent of a path, which turned out to be gone. */
  void forgetParent(PathSlot slot) {
    parents.forget(slot.plain, slot.parentLength);
  }

  /** Drops what is held of a path that now names something else. */
  void forget(byte[] path) {
    NativeScratch s = NativeScratch.acquire();
    try {
      if (s.first().set(prefix, path, rules.policy() == Policy.OPERATOR) == 0) {
        parents.forget(s.first().plain, s.first().length);
      }
    } finally {
      s.release();
    }
  }
}
