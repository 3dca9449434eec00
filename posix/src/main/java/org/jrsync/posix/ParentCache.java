package org.jrsync.posix;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The root directory of a tree and the last few directories that its operations started from.
 *
 * <p>A descriptor is closed only when nobody uses it any more: a number that the system had given
 * to another file in the meantime would be the hole that the whole tree exists to close. Nothing is
 * opened under the lock.
 *
 * <p>The lock is a monitor on purpose. A thread that holds an identity may leave it while a virtual
 * thread waits for it, and whom a monitor wakes is woken by a thread of the JVM's own, not by the
 * one that leaves.
 */
final class ParentCache {
  private final ParentDirectory root;
  private final IntConsumer closer;
  private final @Nullable ParentDirectory[] entries;
  private long clock;
  private long changes;
  private boolean closed;

  /** Takes over the root's descriptor. */
  ParentCache(int rootDescriptor, int capacity) {
    this(rootDescriptor, capacity, Descriptors::closeQuietly);
  }

  /**
   * @param closer takes the root's descriptor when it is not needed here any more
   */
  ParentCache(int rootDescriptor, int capacity, IntConsumer closer) {
    this.closer = closer;
    root = new ParentDirectory(this, new byte[0], rootDescriptor, false);
    root.cached = true;
    entries = new @Nullable ParentDirectory[capacity];
  }

  /** As long as the cache is open. */
  int rootDescriptor() {
    return root.descriptor;
  }

  synchronized ParentDirectory acquireRoot() {
    if (closed) {
      throw new IllegalStateException("the tree is closed");
    }
    root.users++;
    return root;
  }

  /** The directory that the slot's parent part names, if it is held already. */
  synchronized @Nullable ParentDirectory acquire(PathSlot slot, boolean linksAllowed) {
    if (closed) {
      throw new IllegalStateException("the tree is closed");
    }
    int length = slot.parentLength;
    if (length == 0) {
      root.users++;
      return root;
    }
    for (ParentDirectory entry : entries) {
      if (entry != null
          && entry.path.length == length
          && (linksAllowed || !entry.viaLinks)
          && Arrays.equals(entry.path, 0, length, slot.plain, 0, length)) {
        entry.users++;
        entry.lastUse = ++clock;
        return entry;
      }
    }
    return null;
  }

  /**
   * A number that changes whenever a held directory may have become the wrong one; read it before a
   * walk.
   */
  synchronized long changes() {
    return changes;
  }

  /**
   * Takes over the descriptor that a walk found.
   *
   * @param changesBefore what {@link #changes} said before the walk: if something changed since,
   *     the directory serves this one use only
   */
  synchronized ParentDirectory add(
      PathSlot slot, int descriptor, boolean viaLinks, long changesBefore) {
    ParentDirectory added = new ParentDirectory(this, slot.parentBytes(), descriptor, viaLinks);
    added.users = 1;
    if (closed || changesBefore != changes || entries.length == 0) {
      return added;
    }
    int victim = 0;
    long oldest = Long.MAX_VALUE;
    for (int i = 0; i < entries.length; i++) {
      ParentDirectory entry = entries[i];
      if (entry == null) {
        victim = i;
        break;
      }
      if (entry.lastUse < oldest) {
        oldest = entry.lastUse;
        victim = i;
      }
    }
    drop(victim);
    added.cached = true;
    added.lastUse = ++clock;
    entries[victim] = added;
    return added;
  }

  synchronized void release(ParentDirectory directory) {
    directory.users--;
    closeIfUnused(directory);
  }

  /** Forgets the directory at a path that was renamed or removed, and those below it. */
  synchronized void forget(byte[] path, int length) {
    changes++;
    for (int i = 0; i < entries.length; i++) {
      ParentDirectory entry = entries[i];
      if (entry != null && (entry.viaLinks || isAtOrBelow(entry.path, path, length))) {
        drop(i);
      }
    }
  }

  /** Forgets everything but the root. */
  synchronized void forgetAll() {
    changes++;
    for (int i = 0; i < entries.length; i++) {
      drop(i);
    }
  }

  synchronized void close() {
    if (!closed) {
      closed = true;
      forgetAll();
      root.cached = false;
      closeIfUnused(root);
    }
  }

  private static boolean isAtOrBelow(byte[] entry, byte[] path, int length) {
    return entry.length >= length
        && Arrays.equals(entry, 0, length, path, 0, length)
        && (entry.length == length || entry[length] == '/');
  }

  private void drop(int index) {
    ParentDirectory entry = entries[index];
    if (entry != null) {
      entries[index] = null;
      entry.cached = false;
      closeIfUnused(entry);
    }
  }

  private void closeIfUnused(ParentDirectory directory) {
    if (directory.users == 0 && !directory.cached) {
      if (directory == root) {
        closer.accept(directory.descriptor);
      } else {
        Descriptors.closeQuietly(directory.descriptor);
      }
    }
  }
}
