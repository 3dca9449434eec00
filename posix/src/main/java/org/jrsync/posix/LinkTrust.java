package org.jrsync.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Which symbolic links may lead to what the operator named: as a rule only those of user 0 and of
 * the effective user, and where a root is set, none that leads out of it.
 *
 * <p>Source of the rules: rsync(1), {@code --insecure-links} and {@code --confine-root}.
 */
public final class LinkTrust {
  /** Links of user 0 and of the effective user, wherever they lead. */
  public static final LinkTrust OWNERS = new LinkTrust(false, null, () -> {});

  /** Links of anybody: {@code --insecure-links}. */
  public static final LinkTrust ANYBODY = new LinkTrust(true, null, () -> {});

  private static final byte[] OPEN_FILES = "/proc/self/fd/".getBytes(US_ASCII);
  private static final byte[] PROCESSES = "/proc".getBytes(US_ASCII);
  private static final byte[] DEVICES = "/dev".getBytes(US_ASCII);

  private final boolean anybody;
  private final byte @Nullable [] root;
  private final Runnable refusal;

  private LinkTrust(boolean anybody, byte @Nullable [] root, Runnable refusal) {
    this.anybody = anybody;
    this.root = root;
    this.refusal = refusal;
  }

  /**
   * The same, and what a path comes to must lie beneath a directory.
   *
   * @param directory absolute path; {@code .} and {@code ..} in it count as they are written, and
   *     {@code /} confines nothing
   */
  public LinkTrust beneath(byte[] directory) {
    byte[] clean = normalized(directory);
    return new LinkTrust(anybody, clean.length == 1 ? null : clean, refusal);
  }

  /** The same with something done at each link that is refused for its owner. */
  public LinkTrust telling(Runnable what) {
    return new LinkTrust(anybody, root, what);
  }

  /** Whether any link may be followed anywhere, so that nothing has to be looked at. */
  boolean isBlind() {
    return anybody && root == null;
  }

  boolean trusts(int owner, int self) {
    return anybody || owner == 0 || owner == self;
  }

  /** Tells that a link was refused for its owner. */
  void tellRefusal() {
    refusal.run();
  }

  boolean isConfined() {
    return root != null;
  }

  /**
   * Whether a path may come to what a descriptor holds.
   *
   * @param end whether it ends there, and does not just pass
   */
  boolean allows(NativeScratch s, int fd, boolean end) {
    byte[] top = root;
    if (top == null) {
      return true;
    }
    byte[] path = whereIs(s, fd);
    if (path == null) {
      return false;
    }
    return startsWith(path, top) || (!end && isOnTheWay(path, top));
  }

  /**
   * The directories above the root, and those through which the process's own open files are
   * reached, which are judged by what they are.
   */
  private static boolean isOnTheWay(byte[] path, byte[] top) {
    return path.length == 1
        || startsWith(top, path)
        || startsWith(path, PROCESSES)
        || startsWith(path, DEVICES);
  }

  /**
   * Whether a directory is the one where the system shows open files, each as a link that it
   * follows itself.
   */
  static boolean showsOpenFiles(NativeScratch s, int directory) {
    byte[] path = whereIs(s, directory);
    if (path == null || !startsWith(path, PROCESSES)) {
      return false;
    }
    int end = path.length;
    return end > 3 && path[end - 3] == '/' && path[end - 2] == 'f' && path[end - 1] == 'd';
  }

  /**
   * Whether a link is one of those by which the system leads to a process's own open files. In a
   * user namespace they seem to be somebody else's.
   */
  static boolean leadsToOpenFiles(NativeScratch s, int directory, byte[] name) {
    String text = new String(name, ISO_8859_1);
    byte[] path = whereIs(s, directory);
    return switch (text) {
      case "self" -> Arrays.equals(path, PROCESSES);
      case "fd", "stdin", "stdout", "stderr" -> Arrays.equals(path, DEVICES);
      default -> false;
    };
  }

  private static byte @Nullable [] whereIs(NativeScratch s, int fd) {
    byte[] number = Integer.toString(fd).getBytes(US_ASCII);
    byte[] link = Arrays.copyOf(OPEN_FILES, OPEN_FILES.length + number.length);
    System.arraycopy(number, 0, link, OPEN_FILES.length, number.length);
    PathSlot slot = s.second();
    if (!slot.putName(link)) {
      return null;
    }
    int count =
        Libc.READLINKAT.intCall(s, OpenFlags.AT_FDCWD, slot.name, slot.name, NamePair.CAPACITY, 0);
    if (count <= 0) {
      return null;
    }
    byte[] path = slot.takeName(count);
    return path[0] == '/' ? path : null;
  }

  private static boolean startsWith(byte[] path, byte[] directory) {
    return path.length >= directory.length
        && Arrays.equals(path, 0, directory.length, directory, 0, directory.length)
        && (path.length == directory.length || path[directory.length] == '/');
  }

  private static byte[] normalized(byte[] path) {
    Deque<byte[]> names = new ArrayDeque<>();
    int start = 0;
    for (int i = 0; i <= path.length; i++) {
      if (i < path.length && path[i] != '/') {
        continue;
      }
      byte[] name = Arrays.copyOfRange(path, start, i);
      start = i + 1;
      if (name.length == 2 && name[0] == '.' && name[1] == '.') {
        names.pollLast();
      } else if (name.length > 0 && !(name.length == 1 && name[0] == '.')) {
        names.addLast(name);
      }
    }
    ByteArrayOutputStream clean = new ByteArrayOutputStream(path.length + 1);
    for (byte[] name : names) {
      clean.write('/');
      clean.writeBytes(name);
    }
    return clean.size() == 0 ? new byte[] {'/'} : clean.toByteArray();
  }
}
