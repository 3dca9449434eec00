package org.jrsync.posix;

import java.util.Arrays;

/**
 * A user, a group and supplementary groups in whose name files are touched.
 *
 * <p>A thread takes an identity by raw system calls, which change that thread and no other, and
 * completely: with the ids go all capabilities, since a thread of user 0 that only changed its
 * file-system ids could still set {@code trusted.*} and {@code security.*} attributes. An identity
 * of user 0 keeps the capabilities.
 *
 * <p><b>While a thread holds an identity it must not start a thread nor wake a virtual one</b>:
 * what is started then, be it a carrier that the JVM adds, inherits the identity for good. It does
 * its batch of file work, gives the identity back, and signals afterwards. Virtual threads cannot
 * take one.
 */
public final class Identity {
  private static final ThreadLocal<Boolean> HELD = new ThreadLocal<>();

  private final int uid;
  private final int gid;
  private final int[] groups;

  /**
   * An identity; user and group -1 do not exist.
   *
   * @param groups the supplementary groups
   */
  public Identity(int uid, int gid, int... groups) {
    if (uid == -1 || gid == -1 || groups.length > ThreadCredentials.MAX_GROUPS) {
      throw new IllegalArgumentException("no such identity");
    }
    this.uid = uid;
    this.gid = gid;
    this.groups = groups.clone();
  }

  /** The identity with which the calling thread touches files. */
  public static Identity current() {
    NativeScratch s = NativeScratch.acquire();
    try {
      return new Identity(fileSystemUser(s), fileSystemGroup(s), ThreadCredentials.groups(s));
    } finally {
      s.release();
    }
  }

  /**
   * Whether the calling thread touches files as user 0: the question "am I root?" of every session.
   */
  public static boolean isRoot() {
    NativeScratch s = NativeScratch.acquire();
    try {
      return fileSystemUser(s) == 0;
    } finally {
      s.release();
    }
  }

  /** Whether the calling thread holds an identity other than its process's own. */
  public static boolean isHeld() {
    return HELD.get() != null;
  }

  static int fileSystemUser(NativeScratch s) {
    // An id that does not exist changes nothing, and the call returns the present one.
    return Libc.SETFSUID.intCall(s, -1L);
  }

  static int fileSystemGroup(NativeScratch s) {
    return Libc.SETFSGID.intCall(s, -1L);
  }

  public int uid() {
    return uid;
  }

  public int gid() {
    return gid;
  }

  /** A copy of the supplementary groups. */
  public int[] groups() {
    return groups.clone();
  }

  /**
   * Takes the identity for a batch of work; closing the result, on the same thread, gives it back.
   *
   * @throws PosixException with {@code EPERM} where the process may not, in which case nothing has
   *     changed
   */
  public Hold take() {
    refuseUnfitThread();
    NativeScratch s = NativeScratch.acquire();
    try {
      ThreadCredentials before = ThreadCredentials.read(s);
      Hold hold = new Hold(before);
      // Noted first: whatever fails from here on, a thread that is not what it was is known for it.
      HELD.set(true);
      try {
        before.change(s, this);
      } catch (Throwable e) {
        before.restore(s);
        HELD.remove();
        throw e;
      }
      return hold;
    } finally {
      s.release();
    }
  }

  /**
   * Takes the identity until the calling thread ends: real, effective and saved ids all change, and
   * there is no way back. The thread must be one that ends with its session.
   *
   * @throws PosixException with {@code EPERM} where the process may not; the thread is of no use
   *     then
   */
  public void takeForever() {
    refuseUnfitThread();
    NativeScratch s = NativeScratch.acquire();
    try {
      ThreadCredentials.changeForever(s, this);
      HELD.set(true);
    } finally {
      s.release();
    }
  }

  private static void refuseUnfitThread() {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("a virtual thread cannot take an identity");
    }
    if (isHeld()) {
      throw new IllegalStateException("the thread holds an identity already");
    }
  }

  /**
   * Gives the whole process, all its threads, this identity for good. For the start of a daemon
   * alone, before there are sessions.
   *
   * @throws PosixException as well when somebody who is not root would keep capabilities, as after
   *     being started with some: the change could be taken back
   */
  public void becomeProcessWide() {
    NativeScratch s = NativeScratch.acquire();
    IoBuffer list = IoBuffer.acquire();
    try {
      ThreadCredentials.putGroups(list, groups);
      Libc.SETGROUPS.check(s, groups.length, list.address, 0);
      Libc.SETGID.check(s, gid);
      Libc.SETUID.check(s, uid);
      if (uid != 0 && ThreadCredentials.hasCapabilities(s)) {
        throw new PosixException(Errno.EPERM, Libc.SETUID.callName());
      }
    } finally {
      list.release();
      s.release();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Identity that
        && uid == that.uid
        && gid == that.gid
        && Arrays.equals(groups, that.groups);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * uid + gid) + Arrays.hashCode(groups);
  }

  @Override
  public String toString() {
    return "uid " + Integer.toUnsignedString(uid) + " gid " + Integer.toUnsignedString(gid);
  }

  /** An identity taken; {@link #close} gives it back. */
  public static final class Hold implements AutoCloseable {
    private final ThreadCredentials before;
    private final Thread owner = Thread.currentThread();
    private boolean closed;

    private Hold(ThreadCredentials before) {
      this.before = before;
    }

    /**
     * Gives the thread back what it was.
     *
     * @throws IllegalStateException if that fails or another thread calls; the thread must not be
     *     used any further
     */
    @Override
    public void close() {
      if (Thread.currentThread() != owner) {
        throw new IllegalStateException("an identity is given back by the thread that took it");
      }
      if (closed) {
        return;
      }
      NativeScratch s = NativeScratch.acquire();
      try {
        before.restore(s);
        closed = true;
        HELD.remove();
      } finally {
        s.release();
      }
    }
  }
}
