package org.jrsync.client;

import java.util.function.BooleanSupplier;
import org.jrsync.posix.ChildProcess;
import org.jrsync.posix.ExitStatus;
import org.jrsync.posix.Signals;
import org.jrsync.wire.ExitCode;
import org.jspecify.annotations.Nullable;

/** The end of what this side has started so that there is a server. */
@FunctionalInterface
interface ServerEnd {

  /** How often patience is asked for. */
  int SLICE_MILLIS = 50;

  /** Of a server that somebody else runs. */
  ServerEnd ELSEWHERE = patience -> 0;

  /**
   * Waits for the end; the connection must have been closed.
   *
   * @param patience asked now and then whether to wait on
   * @return the server's exit status, 0 where it is not known or means nothing
   */
  int await(BooleanSupplier patience);

  /**
   * Ends the server at once, as its client has failed or is to end; the connection is still open.
   */
  default void abandon() {}

  /** A program whose exit status is the server's; told to end when there is no more patience. */
  static ServerEnd of(ChildProcess shell) {
    return new ServerEnd() {
      @Override
      public int await(BooleanSupplier patience) {
        ExitStatus status = awaitChild(shell, patience);
        if (status == null) {
          abandon();
          shell.waitFor(SLICE_MILLIS);
          return 0;
        }
        return status.signal() != 0 ? ExitCode.TERMINATED.code() : status.code();
      }

      @Override
      public void abandon() {
        // The signal that rsync ends its children with.
        shell.kill(Signals.USR1);
      }
    };
  }

  /** A program that only passes bytes on; one that does not end is left alone, as rsync does. */
  static ServerEnd ofConnection(ChildProcess program) {
    return patience -> {
      awaitChild(program, patience);
      return 0;
    };
  }

  private static @Nullable ExitStatus awaitChild(ChildProcess child, BooleanSupplier patience) {
    ExitStatus status;
    do {
      status = child.waitFor(SLICE_MILLIS);
    } while (status == null && patience.getAsBoolean() && !Thread.currentThread().isInterrupted());
    return status;
  }
}
