package org.jrsync.posix;

import org.jspecify.annotations.Nullable;

/**
 * A child that {@link Spawn} started. One that nobody waits for stays behind as a zombie until this
 * process ends.
 */
public final class ChildProcess {
  private static final int WNOHANG = 1;
  private static final int FIRST_PAUSE_MILLIS = 1;
  private static final int SLICE_MILLIS = 500;
  private static final int LONGEST_PAUSE_MILLIS = 50;

  private final int pid;
  private @Nullable ExitStatus status;

  ChildProcess(int pid) {
    this.pid = pid;
  }

  /** The child's number. */
  public int pid() {
    return pid;
  }

  /** Waits for the child's end. */
  public ExitStatus waitFor() {
    ExitStatus ended = waitFor(Long.MAX_VALUE);
    if (ended == null) {
      throw new IllegalStateException("the wait was interrupted");
    }
    return ended;
  }

  /**
   * Waits for the child's end.
   *
   * @param millis how long at most; 0 only asks
   * @return how it ended, or null when the time ran out or the calling thread was interrupted
   */
  public @Nullable ExitStatus waitFor(long millis) {
    long start = System.nanoTime();
    long pause = FIRST_PAUSE_MILLIS;
    int handle = Thread.currentThread().isVirtual() ? -1 : openHandle();
    try {
      while (true) {
        ExitStatus ended = poll();
        if (ended != null) {
          return ended;
        }
        long left = millis - (System.nanoTime() - start) / 1_000_000;
        if (left <= 0 || Thread.currentThread().isInterrupted()) {
          return null;
        }
        if (handle >= 0) {
          Descriptors.poll(handle, Descriptors.POLLIN, (int) Math.min(SLICE_MILLIS, left));
        } else {
          sleep(Math.min(pause, left));
          pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
      }
    } finally {
      if (handle >= 0) {
        Descriptors.closeQuietly(handle);
      }
    }
  }

  /** Gives a virtual thread's carrier to others, as a wait inside the kernel would not. */
  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A descriptor that becomes readable when the child ends, or -1 before Linux 5.3. */
  private synchronized int openHandle() {
    if (status != null) {
      return -1;
    }
    NativeScratch s = NativeScratch.acquire();
    try {
      return Libc.PIDFD_OPEN.intCall(s, Arch.SYS_PIDFD_OPEN, pid, 0);
    } finally {
      s.release();
    }
  }

  private synchronized @Nullable ExitStatus poll() {
    if (status != null) {
      return status;
    }
    NativeScratch s = NativeScratch.acquire();
    try {
      int result = Libc.WAITPID.intCall(s, pid, s.struct, WNOHANG);
      if (result < 0 && s.errno() != Errno.EINTR) {
        throw Libc.WAITPID.failure(s);
      }
      if (result == pid) {
        status = ExitStatus.ofWait(s.structInt(0));
      }
      return status;
    } finally {
      s.release();
    }
  }

  /** Sends a signal, unless the child's end is known already. */
  public synchronized void kill(int signal) {
    // Until it has been waited for, the number cannot become another process's.
    if (status == null) {
      try {
        Signals.send(pid, signal);
      } catch (PosixException e) {
        if (e.errno() != Errno.ESRCH) {
          throw e;
        }
      }
    }
  }
}
