package org.jrsync.posix;

import org.jspecify.annotations.Nullable;

/**
 * Gives memory of a platform thread back to the system before it waits for long. The JVM touches
 * some 80 KiB of a thread's stack that are seldom used again, as room for its own code below the
 * first methods that it interprets; with a thread for each client they are most of what an idle one
 * costs.
 */
public final class IdleThread {
  /** Left untouched below the current frame, for the calls that are made from here. */
  private static final int MARGIN = 16 * 1024;

  private static final int DONT_NEED = 4;

  /** Where {@code getcontext} goes, and its largest size. */
  private static final int ATTRIBUTES = 8 * 1024;

  private static final int RESULT = ATTRIBUTES + 1024;

  private static final boolean POSSIBLE =
      Arch.CONTEXT_STACK_POINTER > 0
          && Libc.GETCONTEXT.exists()
          && Libc.PTHREAD_GETATTR_NP.exists();

  private IdleThread() {}

  /**
   * To be called by a thread that is about to wait. Does nothing on a virtual thread, whose stack
   * is on the heap, and where the system does not tell enough.
   */
  public static void trim() {
    if (Thread.currentThread().isVirtual()) {
      return;
    }
    NativeScratch.giveNamesBack();
    if (POSSIBLE) {
      trimStack();
    }
  }

  private static void trimStack() {
    Range unused = unusedStack();
    if (unused != null) {
      NativeScratch s = NativeScratch.acquire();
      try {
        Libc.MADVISE.intCall(s, unused.from, unused.to - unused.from, DONT_NEED);
      } finally {
        s.release();
      }
    }
  }

  /** Addresses. */
  record Range(long from, long to) {}

  /** The calling thread's stack below its frames; null where there is none to speak of. */
  static @Nullable Range unusedStack() {
    IoBuffer buffer = IoBuffer.acquireAny();
    NativeScratch s = NativeScratch.acquire();
    try {
      long attributes = buffer.address + ATTRIBUTES;
      long self = Libc.PTHREAD_SELF.call(s, 0, 0, 0);
      if (Libc.PTHREAD_GETATTR_NP.intCall(s, self, attributes, 0) != 0) {
        return null;
      }
      int failed =
          Libc.PTHREAD_ATTR_GETSTACK.intCall(
              s, attributes, buffer.address + RESULT, buffer.address + RESULT + Long.BYTES);
      Libc.PTHREAD_ATTR_DESTROY.intCall(s, attributes);
      if (failed != 0 || Libc.GETCONTEXT.intCall(s, buffer.address) != 0) {
        return null;
      }
      long bottom = buffer.bytes.getLong(RESULT);
      long top = bottom + buffer.bytes.getLong(RESULT + Long.BYTES);
      long pointer = buffer.bytes.getLong(Arch.CONTEXT_STACK_POINTER);
      // The bottom is at the border of a page already.
      long end = (pointer - MARGIN) & -(long) Libc.GETPAGESIZE.intCall(s, 0);
      return pointer < top && end > bottom ? new Range(bottom, end) : null;
    } finally {
      s.release();
      buffer.release();
    }
  }
}
