package org.jrsync.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.jrsync.wire.RsyncException;

/**
 * What must hold of every input of every target: it is taken, or refused with the exception that is
 * declared for bad input and a message of bounded length; and neither the time nor the memory that
 * this takes depends on more than the input's length.
 */
final class Execution {
  /** The longest message: a name of 4095 bytes, each of them escaped, and words around it. */
  private static final int MAX_MESSAGE = 4 * 4095 + 1000;

  /** Far more than any input needs, on a machine that has other things to do as well. */
  private static final long MAX_SECONDS = 10;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Execution() {}

  /** Runs one input. An {@link AssertionError}, or any other exception, is a finding. */
  static void of(Target target, byte[] input) {
    long allocated = allocated(target, input);
    // The first times, classes may have been loaded and changed for it.
    for (int again = 0; again < 4 && allocated > target.allocation(input.length); again++) {
      allocated = allocated(target, input);
    }
    if (allocated > target.allocation(input.length)) {
      throw new AssertionError(input.length + " bytes made it allocate " + allocated);
    }
  }

  /** How many bytes the target allocates for an input. */
  private static long allocated(Target target, byte[] input) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long begun = System.nanoTime();
    try {
      target.run(input);
    } catch (RsyncException e) {
      check(e.getMessage(), e);
    } catch (IOException e) {
      String message = e.getMessage();
      check(message == null ? "" : message, e);
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
    if (seconds >= MAX_SECONDS) {
      throw new AssertionError(input.length + " bytes took " + seconds + " s");
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static void check(String message, Exception refusal) {
    if (message.length() > MAX_MESSAGE) {
      throw new AssertionError("a message of " + message.length() + " characters", refusal);
    }
  }
}
