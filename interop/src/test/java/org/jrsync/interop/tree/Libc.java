package org.jrsync.interop.tree;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls into libc by name, every one in a shape of six longs. The tests look at trees with this and
 * not with the module that jrsync itself uses: an observer that shares code with the observed
 * shares its mistakes.
 */
final class Libc {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Map<String, MethodHandle> BOUND = new ConcurrentHashMap<>();
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private Libc() {}

  static MemorySegment path(Arena arena, byte[] bytes) {
    MemorySegment segment = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }

  /** The call's result; minus errno when it is negative. */
  static long call(Arena arena, String function, Object... arguments) {
    long[] words = new long[6];
    for (int i = 0; i < arguments.length; i++) {
      words[i] =
          arguments[i] instanceof MemorySegment segment
              ? segment.address()
              : ((Number) arguments[i]).longValue();
    }
    MemorySegment state = arena.allocate(STATE);
    try {
      long result =
          (long)
              BOUND
                  .computeIfAbsent(function, Libc::bind)
                  .invokeExact(state, words[0], words[1], words[2], words[3], words[4], words[5]);
      // Functions that return an int leave the register's upper half undefined.
      long value = wide(function) ? result : (int) result;
      return value < 0 ? -(int) ERRNO.get(state, 0L) : value;
    } catch (Throwable e) {
      throw new IllegalStateException(function, e);
    }
  }

  private static boolean wide(String function) {
    return function.equals("pread")
        || function.equals("pwrite")
        || function.equals("readlink")
        || function.equals("readdir")
        || function.equals("opendir");
  }

  @SuppressWarnings("restricted")
  private static MethodHandle bind(String function) {
    MemoryLayout[] six = new MemoryLayout[6];
    java.util.Arrays.fill(six, ValueLayout.JAVA_LONG);
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(function),
        FunctionDescriptor.of(ValueLayout.JAVA_LONG, six),
        Linker.Option.captureCallState("errno"));
  }
}
