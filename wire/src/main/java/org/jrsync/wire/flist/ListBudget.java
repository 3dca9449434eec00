package org.jrsync.wire.flist;

import java.util.concurrent.atomic.AtomicLong;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

/**
 * How much a session's file lists may hold at once: bytes of memory and number of entries. Lists
 * reserve before they allocate and give back when they are released. Safe for use by several
 * threads.
 */
public final class ListBudget {

  /** Entries that one transfer can number: indexes are non-negative 32-bit values. */
  public static final long MOST_ENTRIES = Integer.MAX_VALUE - 1024L;

  private final long maxBytes;
  private final long maxEntries;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong entries = new AtomicLong();

  /**
   * @param maxBytes bytes of list memory that may be held at once, at least 1
   * @param maxEntries entries that may be held at once, 1 to {@link #MOST_ENTRIES}
   */
  public ListBudget(long maxBytes, long maxEntries) {
    if (maxBytes < 1 || maxEntries < 1 || maxEntries > MOST_ENTRIES) {
      throw new IllegalArgumentException(
          "budget of " + maxBytes + " bytes, " + maxEntries + " entries");
    }
    this.maxBytes = maxBytes;
    this.maxEntries = maxEntries;
  }

  /** A budget bounded only by what indexes can express. */
  public static ListBudget unlimited() {
    return new ListBudget(Long.MAX_VALUE, MOST_ENTRIES);
  }

  /** Bytes held now. */
  public long bytes() {
    return bytes.get();
  }

  /** Entries held now. */
  public long entries() {
    return entries.get();
  }

  /**
   * @throws RsyncException with {@link ExitCode#MALLOC} when the limit would be passed
   */
  void reserveBytes(long count) {
    if (bytes.addAndGet(count) > maxBytes) {
      bytes.addAndGet(-count);
      throw new RsyncException(
          ExitCode.MALLOC, "file list memory exceeds the limit of " + maxBytes + " bytes");
    }
  }

  void releaseBytes(long count) {
    bytes.addAndGet(-count);
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
