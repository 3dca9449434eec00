package org.jrsync.wire;

import org.jspecify.annotations.Nullable;

/**
 * How many bytes may be held at once for what a peer sends: by one session, and by all sessions of
 * a process where they share a pool. Holders reserve before they allocate and give back when they
 * let go. Safe for use by several threads.
 *
 * <p>Of a pool, a session gets at most {@value #SHARE} times what it leaves free: alone three
 * quarters, with one more that is as greedy three sevenths, and so on. However many want all they
 * can get, something is left for one that wants little.
 */
public final class MemoryBudget implements AutoCloseable {
  private static final int SHARE = 3;

  private final String owner;
  private final long limit;
  private final @Nullable MemoryBudget pool;
  private String asker = "";
  private long mostAtOnce = Long.MAX_VALUE;
  private long held;
  private boolean closed;

  private MemoryBudget(String owner, long limit, @Nullable MemoryBudget pool) {
    if (limit < 1) {
      throw new IllegalArgumentException("budget of " + limit + " bytes");
    }
    this.owner = owner;
    this.limit = limit;
    this.pool = pool;
  }

  /**
   * The budget of a session that shares with none.
   *
   * @param limit in bytes, at least 1
   */
  public static MemoryBudget ofSession(long limit) {
    return new MemoryBudget("a session", limit, null);
  }

  /** What all sessions may hold together, for {@link #session}. */
  public static MemoryBudget ofAllSessions(long limit) {
    return new MemoryBudget("all sessions together", limit, null);
  }

  /** No limit at all. */
  public static MemoryBudget unlimited() {
    return ofSession(Long.MAX_VALUE);
  }

  /**
   * The budget of a session that takes its bytes from this one as well, until it is closed.
   *
   * @param most what the session alone may hold, in bytes, at least 1
   */
  public MemoryBudget session(long most) {
    return new MemoryBudget("a session", most, this);
  }

  /**
   * Refuses single pieces: rsync's {@code --max-alloc}.
   *
   * @param role who asks, as the message says
   * @param bytes that are too many for one piece, at least 1
   */
  public synchronized void limitPieces(String role, long bytes) {
    asker = role;
    mostAtOnce = bytes;
  }

  /** Bytes held now. */
  public synchronized long held() {
    return held;
  }

  /**
   * Takes bytes.
   *
   * @param count 0 or more
   * @param what what they are for, as the message begins
   * @throws RsyncException with {@link ExitCode#MALLOC} when a limit would be passed
   */
  public synchronized void reserve(long count, String what) {
    if (count >= mostAtOnce) {
      throw new RsyncException(
          ExitCode.MALLOC,
          "[" + asker + "] exceeded --max-alloc=" + mostAtOnce + " setting (" + what + ")");
    }
    if (count > limit - held) {
      throw new RsyncException(
          ExitCode.MALLOC, what + " exceeds the limit of " + limit + " bytes for " + owner);
    }
    if (pool != null && !closed) {
      pool.reserveFor(held, count, what);
    }
    held += count;
  }

  /** Takes bytes for a session that holds some already. */
  private synchronized void reserveFor(long before, long count, String what) {
    long free = limit - held;
    // What it may hold at most is its share of what the others leave.
    long most = (free + before) / (SHARE + 1) * SHARE;
    if (count > free || before + count > most) {
      throw new RsyncException(
          ExitCode.MALLOC,
          what
              + " exceeds the limit of "
              + most
              + " bytes for a session now, of "
              + limit
              + " for "
              + owner);
    }
    held += count;
  }

  /** Gives bytes back. */
  public synchronized void release(long count) {
    held -= count;
    if (pool != null && !closed) {
      pool.release(count);
    }
  }

  /**
   * Ends a session's share of the pool, whatever its holders have not given back; what they still
   * take and give no longer counts there.
   */
  @Override
  public synchronized void close() {
    if (pool != null && !closed) {
      pool.release(held);
    }
    closed = true;
  }
}
