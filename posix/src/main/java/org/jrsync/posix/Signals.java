package org.jrsync.posix;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Signals to this process and to others. */
public final class Signals {
  public static final int HUP = 1;
  public static final int INT = 2;
  public static final int KILL = 9;
  public static final int USR1 = 10;
  public static final int USR2 = 12;
  public static final int PIPE = 13;
  public static final int TERM = 15;

  /** The C library's {@code SIG_DFL}. */
  private static final int DEFAULT_EFFECT = 0;

  private Signals() {}

  /**
   * Has an action run, on a thread of its own, each time the process gets a signal, also where the
   * process was started with the signal ignored.
   *
   * @param name the signal's name without its {@code SIG}, such as {@code TERM}
   * @return false where the JVM keeps the signal for itself or the system has none of the name
   */
  public static boolean handle(String name, Runnable action) {
    try {
      Signal signal = new Signal(name);
      Action handler = new Action(action);
      if (Signal.handle(signal, handler).equals(SignalHandler.SIG_IGN)) {
        // The JVM leaves alone what was ignored when it started, as by a shell's background jobs.
        endIgnoring(signal.getNumber());
        Signal.handle(signal, handler);
      }
      return true;
    } catch (IllegalArgumentException taken) {
      return false;
    }
  }

  private static void endIgnoring(int signal) {
    NativeScratch s = NativeScratch.acquire();
    try {
      Libc.SIGNAL.intCall(s, signal, DEFAULT_EFFECT, 0);
    } finally {
      s.release();
    }
  }

  /** Has a signal ignored; see {@link #handle}. */
  public static boolean ignore(String name) {
    return install(name, SignalHandler.SIG_IGN);
  }

  /** Gives a signal the effect again that it has by default; see {@link #handle}. */
  public static boolean reset(String name) {
    return install(name, SignalHandler.SIG_DFL);
  }

  private static boolean install(String name, SignalHandler handler) {
    try {
      Signal.handle(new Signal(name), handler);
      return true;
    } catch (IllegalArgumentException taken) {
      return false;
    }
  }

  /**
   * Sends a signal.
   *
   * @param signal its number, or 0 to ask whether it could be sent
   * @throws PosixException with {@code ESRCH} where there is no such process
   */
  public static void send(int pid, int signal) {
    NativeScratch s = NativeScratch.acquire();
    try {
      Libc.KILL.check(s, pid, signal, 0);
    } finally {
      s.release();
    }
  }

  /** This process's number. */
  public static int processId() {
    NativeScratch s = NativeScratch.acquire();
    try {
      return Libc.GETPID.intCall(s, 0);
    } finally {
      s.release();
    }
  }

  /**
   * A class and no lambda: this is on the way to the first byte, where a lambda costs its making.
   */
  private record Action(Runnable action) implements SignalHandler {
    @Override
    public void handle(Signal signal) {
      action.run();
    }
  }
}
