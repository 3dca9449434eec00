package org.jrsync.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A path walked in Java, component after component, each opened without following links: for
 * kernels without {@code openat2}, for paths longer than a call takes (4095 bytes), and for the
 * rule of trusted link owners.
 *
 * <p>Where a link says {@code ..}, the walk does not trust the directory's own {@code ..}, which
 * another process may have moved, but goes down again from the root by the names that it came by.
 */
final class ComponentWalk {
  /** The kernel's own bound on links in one path. */
  private static final int MAX_LINKS = 40;

  /** What a chain of link targets may make of a path. */
  private static final int MAX_PENDING = 1 << 20;

  /** Neither a descriptor nor an error. */
  private static final int GO_ON = Integer.MIN_VALUE;

  private static final byte[] SLASH = {'/'};
  private static final byte[] DOT_DOT = {'.', '.'};

  private final NativeScratch s;
  private final PathSlot slot;
  private final int root;
  private final PathRules rules;

  /**
   * The components, all of them directories and none a link, that lead from the root to {@link
   * #current}.
   */
  private final List<byte[]> trail = new ArrayList<>();

  private int current;
  private byte[] pending = new byte[0];
  private int position;
  private int links;
  private boolean untrusted;

  /** The link that was followed last is the system's own, and its target no path. */
  private boolean magic;

  ComponentWalk(NativeScratch s, PathSlot slot, int root, PathRules rules) {
    this.s = s;
    this.slot = slot;
    this.root = root;
    this.rules = rules;
    this.current = root;
  }

  /**
   * Opens the end of the path.
   *
   * @param flags open flags; with {@code O_NOFOLLOW} a link at the end is not followed
   * @param mode permissions of a file that is made
   * @return a descriptor, or a negated error
   */
  int open(byte[] path, int end, int flags, int mode) {
    pending = Arrays.copyOf(path, end);
    try {
      int errno = startAgainIfAbsolute();
      while (errno == 0) {
        skipSlashes();
        if (position == pending.length) {
          slot.putRange(0, 0);
          return confined(openAt(flags, 0));
        }
        byte[] name = nextName();
        if (isDots(name, 2)) {
          errno = climb();
        } else if (!isDots(name, 1)) {
          int result = step(name, isLast(), flags, mode);
          if (result >= 0) {
            return result;
          }
          errno = result == GO_ON ? 0 : -result;
        }
      }
      return -errno;
    } finally {
      moveTo(root);
    }
  }

  /** Whether the walk ended at a link whose owner is not trusted. */
  boolean metUntrustedLink() {
    return untrusted;
  }

  /** Takes one component: a descriptor when it was the last, a negated error, or {@link #GO_ON}. */
  private int step(byte[] name, boolean last, int flags, int mode) {
    if (!slot.putName(name)) {
      return -Errno.ENAMETOOLONG;
    }
    int fd = openAt(OpenFlags.PATH | OpenFlags.NOFOLLOW | OpenFlags.CLOEXEC, 0);
    if (fd < 0) {
      return fd == -Errno.ENOENT && last && (flags & OpenFlags.CREATE) != 0
          ? openAt(flags | OpenFlags.NOFOLLOW, mode)
          : fd;
    }
    boolean keep = false;
    try {
      int errno = s.statDescriptor(fd);
      if (errno != 0) {
        return -errno;
      }
      int type = s.statxShort(28);
      if (FileMode.isSymlink(type) && (!last || (flags & OpenFlags.NOFOLLOW) == 0)) {
        errno = follow(fd, name, s.statxInt(20));
        return errno != 0 ? -errno : magic ? openMagic(name, last, flags) : GO_ON;
      }
      if (last) {
        // The name again, now with the caller's flags: should it have become a link, this fails.
        return confined(openAt(flags | OpenFlags.NOFOLLOW, mode));
      }
      if (!FileMode.isDirectory(type)) {
        return -Errno.ENOTDIR;
      }
      keep = true;
    } finally {
      if (!keep) {
        Descriptors.closeQuietly(fd);
      }
    }
    LinkTrust trust = rules.trust();
    if (trust != null && !trust.allows(s, fd, false)) {
      Descriptors.closeQuietly(fd);
      return -Errno.ELOOP;
    }
    moveTo(fd);
    trail.add(name);
    return GO_ON;
  }

  /** The end of the path, unless it lies where the rules do not allow it. */
  private int confined(int fd) {
    LinkTrust trust = rules.trust();
    if (fd < 0 || trust == null || trust.allows(s, fd, true)) {
      return fd;
    }
    Descriptors.closeQuietly(fd);
    return -Errno.ELOOP;
  }

  /** Opens a pipe or the like that the process holds already; nothing can lie beneath it. */
  private int openMagic(byte[] name, boolean last, int flags) {
    LinkTrust trust = rules.trust();
    if (!last) {
      return -Errno.ENOTDIR;
    }
    if (trust != null && trust.isConfined()) {
      return -Errno.ENOENT;
    }
    slot.putName(name);
    int fd = openAt(flags & ~OpenFlags.NOFOLLOW, 0);
    if (fd < 0) {
      return fd;
    }
    int errno = s.statDescriptor(fd);
    int type = s.statxShort(28);
    if (errno != 0 || FileMode.isRegular(type) || FileMode.isDirectory(type)) {
      Descriptors.closeQuietly(fd);
      return errno != 0 ? -errno : -Errno.ELOOP;
    }
    return fd;
  }

  /** Puts a link's target in the place of its name. */
  private int follow(int link, byte[] name, int owner) {
    if (rules.refuseLinks() || ++links > MAX_LINKS) {
      return Errno.ELOOP;
    }
    LinkTrust trust = rules.trust();
    if (trust != null
        && !trust.trusts(owner, Identity.fileSystemUser(s))
        && !LinkTrust.leadsToOpenFiles(s, current, name)) {
      untrusted = true;
      trust.tellRefusal();
      return Errno.ELOOP;
    }
    int count = Libc.READLINKAT.intCall(s, link, s.emptyName, slot.name, NamePair.CAPACITY, 0);
    if (count < 0) {
      return s.errno();
    }
    byte[] target = slot.takeName(count);
    if (trust != null && isNoPath(target) && LinkTrust.showsOpenFiles(s, current)) {
      magic = true;
      return 0;
    }
    int rest = pending.length - position;
    if (count + rest + 1 > MAX_PENDING) {
      return Errno.ENAMETOOLONG;
    }
    byte[] joined = Arrays.copyOf(target, rest == 0 ? count : count + 1 + rest);
    if (rest > 0) {
      joined[count] = '/';
      System.arraycopy(pending, position, joined, count + 1, rest);
    }
    pending = joined;
    return startAgainIfAbsolute();
  }

  /** Whether a target is what the system shows for a pipe, a socket or the like. */
  private static boolean isNoPath(byte[] target) {
    String text = new String(target, ISO_8859_1);
    return text.startsWith("pipe:[")
        || text.startsWith("socket:[")
        || text.startsWith("anon_inode:");
  }

  private int startAgainIfAbsolute() {
    position = 0;
    if (pending.length == 0 || pending[0] != '/') {
      return 0;
    }
    if (rules.policy().leadsOut()) {
      slot.putName(SLASH);
      return enter(openAt(OpenFlags.DIRECTORY_HANDLE, 0));
    }
    if (rules.policy() == Policy.BENEATH) {
      return Errno.EXDEV;
    }
    moveTo(root);
    trail.clear();
    return 0;
  }

  private int climb() {
    if (rules.policy().leadsOut()) {
      slot.putName(DOT_DOT);
      return enter(openAt(OpenFlags.DIRECTORY_HANDLE, 0));
    }
    if (trail.isEmpty()) {
      return rules.policy() == Policy.BENEATH ? Errno.EXDEV : 0;
    }
    trail.removeLast();
    moveTo(root);
    for (byte[] name : trail) {
      slot.putName(name);
      int errno = enter(openAt(OpenFlags.DIRECTORY_HANDLE | OpenFlags.NOFOLLOW, 0));
      if (errno != 0) {
        return errno;
      }
    }
    return 0;
  }

  private int enter(int fd) {
    if (fd < 0) {
      return -fd;
    }
    moveTo(fd);
    return 0;
  }

  private void moveTo(int fd) {
    if (current != root) {
      Descriptors.closeQuietly(current);
    }
    current = fd;
  }

  /** Opens the name in the slot, relative to where the walk is. */
  private int openAt(int flags, int mode) {
    int fd = Libc.OPENAT.intCall(s, current, slot.name, flags, mode, 0);
    return fd >= 0 ? fd : -s.errno();
  }

  private void skipSlashes() {
    while (position < pending.length && pending[position] == '/') {
      position++;
    }
  }

  private byte[] nextName() {
    int from = position;
    while (position < pending.length && pending[position] != '/') {
      position++;
    }
    return Arrays.copyOfRange(pending, from, position);
  }

  private boolean isLast() {
    for (int i = position; i < pending.length; i++) {
      if (pending[i] != '/') {
        return false;
      }
    }
    return true;
  }

  private static boolean isDots(byte[] name, int count) {
    return name.length == count && name[0] == '.' && name[count - 1] == '.';
  }
}
