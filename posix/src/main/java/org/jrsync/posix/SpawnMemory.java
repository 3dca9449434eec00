package org.jrsync.posix;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The native memory of one {@code posix_spawn}: argument and environment vectors, descriptor
 * actions, attributes.
 */
final class SpawnMemory implements AutoCloseable {
  /**
   * More than any C library's {@code posix_spawn_file_actions_t}, {@code posix_spawnattr_t} and
   * {@code sigset_t}.
   */
  private static final int ACTIONS = 0;

  private static final int ATTRIBUTES = 256;
  private static final int SIGNALS = 1024;
  private static final int PID = 1280;
  private static final int VECTORS = 1288;

  private static final int SETSIGDEF = 0x04;
  private static final int SETSIGMASK = 0x08;
  private static final int SETSID = 0x80;

  private static final int SIGKILL = 9;
  private static final int SIGSTOP = 19;

  /**
   * Copies of the child's descriptors get numbers from here on, out of the way of those that are
   * replaced.
   */
  private static final int CLEAR_OF_STANDARD = 10;

  private final ByteBuffer memory;
  private final long base;
  private final int arguments = VECTORS;
  private final int variables;
  private final int program;
  private final int directory;
  private int end;
  private final NativeScratch s = NativeScratch.acquire();

  SpawnMemory(byte[][] command, List<byte[]> environment, byte[] directoryPath) {
    long size = VECTORS + 8L * (command.length + 1 + environment.size() + 1);
    for (byte[] text : command) {
      size += text.length + 1;
    }
    for (byte[] text : environment) {
      size += text.length + 1;
    }
    size += directoryPath.length + 1;
    memory = ByteBuffer.allocateDirect(Math.toIntExact(size)).order(ByteOrder.nativeOrder());
    base = MemorySegment.ofBuffer(memory).address();
    variables = arguments + 8 * (command.length + 1);
    end = variables + 8 * (environment.size() + 1);
    program = end;
    for (int i = 0; i < command.length; i++) {
      memory.putLong(arguments + 8 * i, base + put(command[i]));
    }
    for (int i = 0; i < environment.size(); i++) {
      memory.putLong(variables + 8 * i, base + put(environment.get(i)));
    }
    directory = directoryPath.length == 0 ? 0 : put(directoryPath);
  }

  private int put(byte[] text) {
    for (byte b : text) {
      if (b == 0) {
        s.release();
        throw new PosixException(Errno.EINVAL, Libc.POSIX_SPAWNP.callName());
      }
    }
    int start = end;
    memory.put(start, text);
    end = start + text.length + 1;
    return start;
  }

  /** Starts the child and returns its number. */
  int spawn(int[] standard, boolean newSession) {
    long actions = base + ACTIONS;
    long attributes = base + ATTRIBUTES;
    int[] copies = new int[standard.length];
    int made = 0;
    checkZero(Libc.SPAWN_ACTIONS_INIT, actions, 0, 0);
    checkZero(Libc.SPAWN_ATTR_INIT, attributes, 0, 0);
    try {
      for (; made < standard.length; made++) {
        copies[made] = Descriptors.duplicateAbove(standard[made], CLEAR_OF_STANDARD);
        checkZero(Libc.SPAWN_ACTIONS_DUP2, actions, copies[made], made);
      }
      addCloses(actions, standard.length);
      if (directory != 0) {
        checkZero(Libc.SPAWN_ACTIONS_CHDIR, actions, base + directory, 0);
      }
      setSignals(attributes, newSession);
      int error =
          (int)
              Libc.POSIX_SPAWNP.call(
                  s,
                  base + PID,
                  base + program,
                  actions,
                  attributes,
                  base + arguments,
                  base + variables,
                  0);
      if (error != 0) {
        throw new PosixException(error, Libc.POSIX_SPAWNP.callName());
      }
      return memory.getInt(PID);
    } finally {
      for (int i = 0; i < made; i++) {
        Descriptors.closeQuietly(copies[i]);
      }
      Libc.SPAWN_ACTIONS_DESTROY.intCall(s, actions);
      Libc.SPAWN_ATTR_DESTROY.intCall(s, attributes);
    }
  }

  private void addCloses(long actions, int first) {
    // C libraries without the function leave it to the descriptors' own close-on-exec flag.
    if (Libc.SPAWN_ACTIONS_CLOSEFROM.exists()) {
      checkZero(Libc.SPAWN_ACTIONS_CLOSEFROM, actions, first, 0);
    }
  }

  private void setSignals(long attributes, boolean newSession) {
    long set = base + SIGNALS;
    Libc.SIGEMPTYSET.check(s, set);
    checkZero(Libc.SPAWN_ATTR_SIGMASK, attributes, set, 0);
    Libc.SIGFILLSET.check(s, set);
    Libc.SIGDELSET.check(s, set, SIGKILL, 0);
    Libc.SIGDELSET.check(s, set, SIGSTOP, 0);
    checkZero(Libc.SPAWN_ATTR_SIGDEFAULT, attributes, set, 0);
    int flags = SETSIGDEF | SETSIGMASK | (newSession ? SETSID : 0);
    checkZero(Libc.SPAWN_ATTR_FLAGS, attributes, flags, 0);
  }

  /** These functions return their error and leave {@code errno} alone. */
  private void checkZero(Libc call, long a, long b, long c) {
    int error = call.intCall(s, a, b, c);
    if (error != 0) {
      throw new PosixException(error, call.callName());
    }
  }

  @Override
  public void close() {
    try {
      s.release();
    } finally {
      Reference.reachabilityFence(memory);
    }
  }
}
