package org.jrsync.posix;

/**
 * What the kernel holds of one thread: file-system ids, supplementary groups and effective
 * capabilities, and the calls that change them for that thread alone. The C library's own functions
 * for most of these change every thread.
 */
final class ThreadCredentials {
  /** Version 3 of {@code struct __user_cap_header_struct}: two words of each set. */
  private static final int CAPABILITY_VERSION = 0x20080522;

  /** Half of what the kernel allows, and what one buffer holds. */
  static final int MAX_GROUPS = IoBuffer.SIZE / 4;

  private static final int HEADER = 0;
  private static final int SETS = 16;

  private final int uid;
  private final int gid;
  private final int[] groups;

  /** Effective, permitted, inheritable; first the low words and then the high ones. */
  private final int[] capabilities;

  private ThreadCredentials(int uid, int gid, int[] groups, int[] capabilities) {
    this.uid = uid;
    this.gid = gid;
    this.groups = groups;
    this.capabilities = capabilities;
  }

  static ThreadCredentials read(NativeScratch s) {
    int uid = Identity.fileSystemUser(s);
    int gid = Identity.fileSystemGroup(s);
    return new ThreadCredentials(uid, gid, groups(s), readCapabilities(s));
  }

  /** The calling thread's supplementary groups. */
  static int[] groups(NativeScratch s) {
    IoBuffer list = IoBuffer.acquire();
    try {
      int[] groups = new int[Libc.GETGROUPS.check(s, MAX_GROUPS, list.address, 0)];
      for (int i = 0; i < groups.length; i++) {
        groups[i] = list.bytes.getInt(4 * i);
      }
      return groups;
    } finally {
      list.release();
    }
  }

  /** Whether any are in effect or may be put there. */
  static boolean hasCapabilities(NativeScratch s) {
    int[] sets = readCapabilities(s);
    return (sets[0] | sets[1] | sets[3] | sets[4]) != 0;
  }

  private static int[] readCapabilities(NativeScratch s) {
    putCapabilityHeader(s);
    Libc.CAPGET.check(s, s.struct + HEADER, s.struct + SETS, 0);
    int[] sets = new int[6];
    for (int i = 0; i < sets.length; i++) {
      sets[i] = s.structInt(SETS + 4 * i);
    }
    return sets;
  }

  private static void putCapabilityHeader(NativeScratch s) {
    s.putInt(HEADER, CAPABILITY_VERSION).putInt(HEADER + 4, 0);
  }

  private static void writeCapabilities(NativeScratch s, int[] sets) {
    putCapabilityHeader(s);
    for (int i = 0; i < sets.length; i++) {
      s.putInt(SETS + 4 * i, sets[i]);
    }
    Libc.CAPSET.check(s, s.struct + HEADER, s.struct + SETS, 0);
  }

  /**
   * Takes another identity in a way that {@link #restore} undoes. These are the credentials before.
   */
  void change(NativeScratch s, Identity identity) {
    setGroups(s, identity.groups());
    setFileSystemIds(s, identity.uid(), identity.gid());
    if (identity.uid() != 0) {
      int[] none = capabilities.clone();
      none[0] = 0;
      none[3] = 0;
      writeCapabilities(s, none);
    }
  }

  /** Gives the thread these credentials again. */
  void restore(NativeScratch s) {
    try {
      // First the capabilities, which the other calls need.
      writeCapabilities(s, capabilities);
      if (uid == 0) {
        setFileSystemIds(s, uid, gid);
        setGroups(s, groups);
        writeCapabilities(s, capabilities);
      }
    } catch (PosixException e) {
      throw new IllegalStateException("the thread's identity could not be given back", e);
    }
  }

  private static void setFileSystemIds(NativeScratch s, int uid, int gid) {
    // Neither call reports failure: asking again tells.
    Libc.SETFSGID.intCall(s, gid);
    Libc.SETFSUID.intCall(s, uid);
    if (Identity.fileSystemGroup(s) != gid || Identity.fileSystemUser(s) != uid) {
      throw new PosixException(Errno.EPERM, Libc.SETFSUID.callName());
    }
  }

  private static void setGroups(NativeScratch s, int[] groups) {
    IoBuffer list = IoBuffer.acquire();
    try {
      putGroups(list, groups);
      Libc.THREAD_SETGROUPS.check(s, Arch.SYS_SETGROUPS, groups.length, list.address);
    } finally {
      list.release();
    }
  }

  /** Lays groups down for a call. */
  static void putGroups(IoBuffer list, int[] groups) {
    for (int i = 0; i < groups.length; i++) {
      list.bytes.putInt(4 * i, groups[i]);
    }
  }

  static void changeForever(NativeScratch s, Identity identity) {
    int uid = identity.uid();
    int gid = identity.gid();
    setGroups(s, identity.groups());
    Libc.THREAD_SETRESGID.check(s, Arch.SYS_SETRESGID, gid, gid, gid, 0);
    Libc.THREAD_SETRESUID.check(s, Arch.SYS_SETRESUID, uid, uid, uid, 0);
    if (uid != 0) {
      // The kernel has dropped them already unless the process was told to keep them.
      writeCapabilities(s, new int[6]);
    }
    if (Identity.fileSystemUser(s) != uid || Identity.fileSystemGroup(s) != gid) {
      throw new PosixException(Errno.EPERM, Libc.THREAD_SETRESUID.callName());
    }
  }
}
