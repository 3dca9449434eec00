package org.jrsync.wire;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When a session counts as dead. Shared by a session's {@link WireInput} and {@link WireOutput}, so
 * that traffic in either direction keeps both alive; safe for use by several threads.
 *
 * <p>Two bounds: the idle timeout (--timeout, in seconds, 0 for none), renewed by every byte moved,
 * and a deadline for a phase, which nothing renews. Writes that block cannot watch themselves:
 * whoever holds many sessions asks {@link #expired()} now and then and closes the transport.
 */
public final class IoTimeout {
  private record Deadline(long atNanos, ExitCode code, String text) {}

  private volatile int seconds;
  private volatile long lastIn = System.nanoTime();
  private volatile long lastOut = lastIn;

  /** As {@link #lastOut}, keep-alives left out: a peer that takes those need not be at work. */
  private volatile long lastSent = lastIn;

  private volatile @Nullable Deadline deadline;
  private volatile boolean writing;
  private volatile long stopMillis = Long.MAX_VALUE;

  /** No bounds yet. */
  public IoTimeout() {}

  /** The idle timeout in seconds; 0 for none. */
  public int seconds() {
    return seconds;
  }

  /** Sets the idle timeout; values below 0 mean none. */
  public void setSeconds(int seconds) {
    this.seconds = Math.max(seconds, 0);
  }

  /**
   * Bounds the present phase, whatever traffic there is.
   *
   * @param text shown after the role in the error line, such as {@code daemon handshake timeout}
   */
  public void setDeadline(long millis, ExitCode code, String text) {
    deadline = new Deadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis), code, text);
  }

  /** Ends the bound that {@link #setDeadline} made. */
  public void clearDeadline() {
    deadline = null;
  }

  /**
   * Ends the session at a certain time, by the system's clock, whatever it is about.
   *
   * @param seconds since 1970; 0 for never
   */
  public void stopAt(long seconds) {
    stopMillis = seconds <= 0 || seconds > Long.MAX_VALUE / 1000 ? Long.MAX_VALUE : seconds * 1000;
  }

  /** Fails with exit code 30 if the time has come that {@link #stopAt} set. */
  void checkStop() {
    long stop = stopMillis;
    if (stop != Long.MAX_VALUE && System.currentTimeMillis() >= stop) {
      stopMillis = Long.MAX_VALUE; // What is said in leave-taking goes out still.
      throw new RsyncException(ExitCode.TIMEOUT, "stopping at requested limit");
    }
  }

  /** Notes that bytes came in. */
  public void received() {
    lastIn = System.nanoTime();
  }

  /** Notes that bytes went out. */
  public void sent() {
    lastOut = System.nanoTime();
    lastSent = lastOut;
    writing = false;
  }

  /** Notes that a keep-alive went out, which says nothing of the peer. */
  void keptAlive() {
    lastOut = System.nanoTime();
    writing = false;
  }

  /** Notes that a write begins, which {@link #sent} ends. */
  void sending() {
    writing = true;
  }

  /** True where a write has been waiting for the peer until the idle timeout was over. */
  public boolean writeExpired() {
    return writing && idleSeconds(System.nanoTime()) >= 0;
  }

  /**
   * Half of the idle timeout, rounded up, in milliseconds: after such a silence a keep-alive is
   * due. 0 for never.
   */
  public long lullMillis() {
    return (seconds + 1L) / 2 * 1000;
  }

  /** True where nothing has been sent for {@link #lullMillis()}. */
  public boolean keepAliveDue() {
    return seconds != 0
        && System.nanoTime() - lastOut >= TimeUnit.MILLISECONDS.toNanos(lullMillis());
  }

  /** How long a read may wait before {@link #check} must be called, in milliseconds; 0 for ever. */
  public long waitMillis() {
    long now = System.nanoTime();
    long wait = 0;
    int idle = seconds;
    if (idle != 0) {
      long left =
          TimeUnit.NANOSECONDS.toMillis(lastMove() + TimeUnit.SECONDS.toNanos(idle) - now) + 1;
      wait = Math.max(1, Math.min(lullMillis(), left));
    }
    Deadline phase = deadline;
    if (phase != null) {
      long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(phase.atNanos - now) + 1);
      wait = wait == 0 ? left : Math.min(wait, left);
    }
    long stop = stopMillis;
    if (stop != Long.MAX_VALUE) {
      long left = Math.max(1, stop - System.currentTimeMillis());
      wait = wait == 0 ? left : Math.min(wait, left);
    }
    return wait;
  }

  /** True where {@link #check} would fail. */
  public boolean expired() {
    long now = System.nanoTime();
    Deadline phase = deadline;
    return (phase != null && now - phase.atNanos >= 0) || idleSeconds(now) >= 0;
  }

  /** True where neither side has moved a byte for as long as the idle timeout allows. */
  public boolean idleExpired() {
    return idleSeconds(System.nanoTime()) >= 0;
  }

  /** Fails with exit code 30 (or the deadline's) if either bound has passed. */
  public void check(Role role) {
    checkDeadline(role);
    long idle = idleSeconds(System.nanoTime());
    if (idle >= 0) {
      throw new RsyncException(
          ExitCode.TIMEOUT,
          "[" + role.text() + "] io timeout after " + idle + " seconds -- exiting");
    }
  }

  /** Fails if the phase's bound has passed: due even while bytes trickle in. */
  void checkDeadline(Role role) {
    checkStop();
    Deadline phase = deadline;
    if (phase != null && System.nanoTime() - phase.atNanos >= 0) {
      throw new RsyncException(phase.code, "[" + role.text() + "] " + phase.text + " -- exiting");
    }
  }

  /** The seconds of silence if there were too many, else -1. */
  private long idleSeconds(long now) {
    int limit = seconds;
    if (limit == 0) {
      return -1;
    }
    long idle = TimeUnit.NANOSECONDS.toSeconds(now - lastMove());
    return idle >= limit ? idle : -1;
  }

  private long lastMove() {
    long in = lastIn;
    long out = lastSent;
    return in - out > 0 ? in : out;
  }
}
