package org.jrsync.posix;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One path on its way into the kernel: in its plain form on the heap, divided into parent and leaf,
 * and beside it the native place from which the kernel reads the part that a call needs.
 *
 * <p>The plain form has no empty and no {@code .} components and no slash at its end, so that equal
 * places have equal bytes. The directory that paths start from is the empty path, and its leaf is
 * {@code .}.
 */
final class PathSlot {
  /** The parent of the path, once the walk has found it; given back by {@link #releaseParent}. */
  @Nullable ParentDirectory parent;

  byte[] plain = new byte[512];
  int length;
  int parentLength;

  /** Whether {@link #parent} was found in the cache and not by a walk. */
  boolean fromCache;

  /** Where the kernel finds the name that the last {@code put} call laid down. */
  final long name;

  private int leafStart;
  private final ByteBuffer memory;
  private final int offset;

  PathSlot(ByteBuffer memory, long base, int offset) {
    this.memory = memory;
    this.offset = offset;
    this.name = base + offset;
  }

  /**
   * Takes a path.
   *
   * @param prefix a plain path that goes before it
   * @param operator whether {@code ..} and absolute paths are allowed
   * @return 0 or the error that refuses it: EXDEV for one that leaves the tree, EINVAL for a zero
   *     byte, ENAMETOOLONG for a component of more than 4095 bytes
   */
  int set(byte[] prefix, byte[] path, boolean operator) {
    boolean absolute = path.length > 0 && path[0] == '/';
    if (absolute && !operator) {
      return Errno.EXDEV;
    }
    int needed = prefix.length + path.length + 2;
    if (plain.length < needed) {
      plain = new byte[Math.max(needed, 2 * plain.length)];
    }
    int end = 0;
    if (absolute) {
      plain[end++] = '/';
    } else {
      System.arraycopy(prefix, 0, plain, 0, prefix.length);
      end = prefix.length;
    }
    return append(end, path, operator);
  }

  private int append(int start, byte[] path, boolean operator) {
    int end = start;
    // The prefix alone is the directory that it leads to, though a link may be its last part.
    int parentEnd = end;
    int leaf = end;
    int i = 0;
    while (i < path.length) {
      if (path[i] == '/') {
        i++;
        continue;
      }
      int from = i;
      while (i < path.length && path[i] != '/') {
        if (path[i] == 0) {
          return Errno.EINVAL;
        }
        i++;
      }
      int count = i - from;
      if (count == 1 && path[from] == '.') {
        continue;
      }
      if (count == 2 && path[from] == '.' && path[from + 1] == '.' && !operator) {
        return Errno.EXDEV;
      }
      if (count >= NamePair.CAPACITY) {
        return Errno.ENAMETOOLONG;
      }
      parentEnd = end;
      if (end > 0 && plain[end - 1] != '/') {
        plain[end++] = '/';
      }
      leaf = end;
      System.arraycopy(path, from, plain, end, count);
      end += count;
    }
    length = end;
    parentLength = parentEnd;
    leafStart = leaf;
    return 0;
  }

  /** Lays the leaf down for the kernel. */
  void putLeaf() {
    putRange(leafStart, length);
  }

  /**
   * Lays down a part of the plain path, or {@code .} for an empty part. The part is at most 4095
   * bytes.
   */
  void putRange(int from, int to) {
    int count = to - from;
    if (count == 0) {
      memory.put(offset, (byte) '.');
      count = 1;
    } else {
      memory.put(offset, plain, from, count);
    }
    memory.put(offset + count, (byte) 0);
  }

  /**
   * Lays down other bytes, such as a link's target; false where they are too long or hold a zero
   * byte.
   */
  boolean putName(byte[] bytes) {
    if (bytes.length >= NamePair.CAPACITY) {
      return false;
    }
    for (byte b : bytes) {
      if (b == 0) {
        return false;
      }
    }
    memory.put(offset, bytes);
    memory.put(offset + bytes.length, (byte) 0);
    return true;
  }

  /** The bytes that a call left at {@link #name}. */
  byte[] takeName(int count) {
    byte[] result = new byte[count];
    memory.get(offset, result);
    return result;
  }

  /** The descriptor of the parent directory. */
  int parentDescriptor() {
    ParentDirectory known = parent;
    if (known == null) {
      throw new IllegalStateException("the path has not been walked");
    }
    return known.descriptor;
  }

  byte[] plainBytes() {
    return Arrays.copyOf(plain, length);
  }

  byte[] parentBytes() {
    return Arrays.copyOf(plain, parentLength);
  }

  void releaseParent() {
    ParentDirectory held = parent;
    if (held != null) {
      parent = null;
      held.owner.release(held);
    }
  }
}
