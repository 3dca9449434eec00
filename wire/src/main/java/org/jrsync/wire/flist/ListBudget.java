package org.jrsync.wire.flist;

import java.util.concurrent.atomic.AtomicLong;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.RsyncException;

/**
 * How much a session's file lists may hold at once: bytes of memory and number of entries. Lists
 * reserve before they allocate and give back when they are released. Safe for use by several
 * threads.
 */
public final class ListBudget {

  /** Entries that one transfer can number: indexes are non-negative 32-bit values. */
  public static final long MOST_ENTRIES = Integer.MAX_VALUE - 1024L;

  private final MemoryBudget memory;
  private final long maxEntries;
  private final AtomicLong entries = new AtomicLong();

  /**
   * @param maxBytes bytes of list memory that may be held at once, at least 1
   * @param maxEntries entries that may be held at once, 1 to {@link #MOST_ENTRIES}
   */
  public ListBudget(long maxBytes, long maxEntries) {
    this(MemoryBudget.ofSession(maxBytes), maxEntries);
  }

  /**
   * @param memory what the lists' memory is taken from, together with what else the session holds
   * @param maxEntries entries that may be held at once, 1 to {@link #MOST_ENTRIES}
   */
  public ListBudget(MemoryBudget memory, long maxEntries) {
    if (maxEntries < 1 || maxEntries > MOST_ENTRIES) {
      throw new IllegalArgumentException("budget of " + maxEntries + " entries");
    }
    this.memory = memory;
    this.maxEntries = maxEntries;
  }

  /** A budget bounded only by what indexes can express. */
  public static ListBudget unlimited() {
    return new ListBudget(MemoryBudget.unlimited(), MOST_ENTRIES);
  }

  /** What the lists' memory is taken from. */
  public MemoryBudget memory() {
    return memory;
  }

  /** Bytes held now. */
  public long bytes() {
    return memory.held();
  }

  /** Entries held now. */
  public long entries() {
    return entries.get();
  }

  /**
   * @throws RsyncException with {@link ExitCode#MALLOC} when the limit would be passed
   */
  void reserveBytes(long count) {
    memory.reserve(count, "file list memory");
  }

  void releaseBytes(long count) {
    memory.release(count);
  }

  /**
   * @throws RsyncException with {@link ExitCode#MALLOC} when the limit would be passed
   */
  void reserveEntry() {
    if (entries.incrementAndGet() > maxEntries) {
      entries.decrementAndGet();
      throw new RsyncException(
          ExitCode.MALLOC, "file list exceeds the limit of " + maxEntries + " entries");
    }
  }

  void releaseEntries(long count) {
    entries.addAndGet(-count);
  }
}
