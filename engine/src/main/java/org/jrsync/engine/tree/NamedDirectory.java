package org.jrsync.engine.tree;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * A directory that an option of the receiving side names, such as {@code --backup-dir}. A relative
 * name begins at the destination. A person's may lead anywhere, by links that the {@link Anchor}
 * trusts; that of a daemon's client stays within the module, whose root an absolute one begins at.
 */
public final class NamedDirectory implements AutoCloseable {
  private static final int NEW_DIRECTORY = 0777;
  private static final byte[] HERE = {'.'};

  private final Anchor anchor;
  private final byte[] path;
  private @Nullable Tree open;

  private NamedDirectory(Anchor anchor, byte[] path) {
    this.anchor = anchor;
    this.path = path;
  }

  /**
   * The directory of that name, which need not exist.
   *
   * @param destination the destination's directory, from the anchor on
   */
  public static NamedDirectory of(Anchor anchor, byte[] destination, byte[] name) {
    byte[] kept = kept(anchor, name);
    boolean rooted = kept.length > 0 && kept[0] == '/';
    byte[] whole = rooted ? kept : join(destination, kept);
    return new NamedDirectory(anchor, anchor.isRoot() ? inModule(whole) : whole);
  }

  /**
   * The name as it counts, and as messages show it: one of a client loses what leads up, unless the
   * module is a root of its own, as after a {@code chroot}.
   */
  public static byte[] kept(Anchor anchor, byte[] name) {
    return kept(anchor, name, 0);
  }

  /**
   * As above, for a name that begins in a directory of the module.
   *
   * @param depth how many directories the name may lead up
   */
  public static byte[] kept(Anchor anchor, byte[] name, int depth) {
    boolean ownRoot = anchor.shown(HERE).length == 1;
    if (!anchor.isRoot() || ownRoot) {
      return name;
    }
    boolean rooted = name.length > 0 && name[0] == '/';
    return rooted ? join(new byte[] {'/'}, inModule(name)) : within(name, depth);
  }

  /** Without a slash at its start, empty parts and {@code ..}, which stops at the module's root. */
  public static byte[] inModule(byte[] path) {
    return within(path, 0);
  }

  private static byte[] within(byte[] path, int depth) {
    int up = 0;
    Deque<byte[]> parts = new ArrayDeque<>();
    for (int start = 0, end; start < path.length; start = end + 1) {
      end = start;
      while (end < path.length && path[end] != '/') {
        end++;
      }
      byte[] part = Arrays.copyOfRange(path, start, end);
      if (part.length == 2 && part[0] == '.' && part[1] == '.') {
        if (parts.size() > up) {
          parts.removeLast();
        } else if (up < depth) {
          parts.addLast(part);
          up++;
        }
      } else if (part.length > 0 && !Arrays.equals(part, HERE)) {
        parts.addLast(part);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(path.length);
    for (byte[] part : parts) {
      if (out.size() > 0) {
        out.write('/');
      }
      out.writeBytes(part);
    }
    return out.size() == 0 ? HERE : out.toByteArray();
  }

  /** Two parts of a path with a slash between them. */
  public static byte[] join(byte[] directory, byte[] name) {
    if (directory.length == 0 || Arrays.equals(directory, HERE)) {
      return name;
    }
    boolean slash = directory[directory.length - 1] != '/';
    byte[] joined = Arrays.copyOf(directory, directory.length + (slash ? 1 : 0) + name.length);
    if (slash) {
      joined[directory.length] = '/';
    }
    System.arraycopy(name, 0, joined, joined.length - name.length, name.length);
    return joined;
  }

  /** Where it is, from the anchor on. */
  public byte[] path() {
    return path.clone();
  }

  /**
   * Whether rules hide it, or a directory on the way to it.
   *
   * @param rules of the module, for paths from its root on
   */
  public boolean isHidden(FilterList rules) {
    return !Arrays.equals(path, HERE) && rules.excludesWithParents(path, true);
  }

  /** Says what the name leads to, whoever owns the links on the way; 0 or the errno. */
  public int stat(FileStat stat) {
    return anchor.tree().stat(path, stat);
  }

  /**
   * The directory, held until this is closed.
   *
   * @throws PosixException if it is not there, or not to be trusted
   */
  public Tree open() {
    Tree held = open;
    if (held == null) {
      held = anchor.enter(path);
      open = held;
    }
    return held;
  }

  /**
   * As {@link #open}, but makes what is missing of the way and the directory itself.
   *
   * @throws PosixException if that is not possible
   */
  public Tree openOrMake() {
    if (open == null && stat(new FileStat()) == Errno.ENOENT) {
      make();
    }
    return open();
  }

  private void make() {
    for (int end = 1; end <= path.length; end++) {
      if ((end == path.length || path[end] == '/') && path[end - 1] != '/') {
        byte[] part = Arrays.copyOf(path, end);
        if (anchor.tree().stat(part, new FileStat()) == Errno.ENOENT) {
          makeOne(part);
        }
      }
    }
  }

  private void makeOne(byte[] part) {
    int slash = part.length - 1;
    while (slash >= 0 && part[slash] != '/') {
      slash--;
    }
    byte[] above = slash < 0 ? HERE : slash == 0 ? new byte[] {'/'} : Arrays.copyOf(part, slash);
    try (Tree parent = anchor.enter(above)) {
      parent.mkdir(Arrays.copyOfRange(part, slash + 1, part.length), NEW_DIRECTORY);
    } catch (PosixException e) {
      // Made by another meanwhile: entering it will tell what it is.
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    Tree held = open;
    open = null;
    if (held != null) {
      held.close();
    }
  }
}
