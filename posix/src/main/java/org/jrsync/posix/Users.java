package org.jrsync.posix;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Users and groups as the system's name services know them. A look-up may wait for a network
 * service for as long as that takes: call it from a thread that may wait. Nothing is cached here.
 */
public final class Users {
  /** {@code struct passwd} and {@code struct group} of 64-bit C libraries. */
  private static final int PW_NAME = 0;

  private static final int PW_UID = 16;
  private static final int PW_GID = 20;
  private static final int PW_DIR = 32;
  private static final int GR_NAME = 0;
  private static final int GR_GID = 16;

  private static final int ENTRY_CAPACITY = 64;
  private static final int FIRST_CAPACITY = 4096;
  private static final int MAX_CAPACITY = 16 << 20;
  private static final int MAX_GROUPS = 65_536;

  private Users() {}

  /** The id of the user with a name. */
  public static OptionalInt userId(byte[] name) {
    Entry entry = Entry.byName(Libc.GETPWNAM_R, name);
    return entry == null ? OptionalInt.empty() : OptionalInt.of(entry.integer(PW_UID));
  }

  /** The name of a user, or null where the id has none. */
  public static byte @Nullable [] userName(int uid) {
    Entry entry = Entry.byId(Libc.GETPWUID_R, uid);
    return entry == null ? null : entry.text(PW_NAME);
  }

  /** The group that a user belongs to first. */
  public static OptionalInt primaryGroup(byte[] user) {
    Entry entry = Entry.byName(Libc.GETPWNAM_R, user);
    return entry == null ? OptionalInt.empty() : OptionalInt.of(entry.integer(PW_GID));
  }

  /** As {@link #primaryGroup(byte[])}, by the user's id. */
  public static OptionalInt primaryGroup(int uid) {
    Entry entry = Entry.byId(Libc.GETPWUID_R, uid);
    return entry == null ? OptionalInt.empty() : OptionalInt.of(entry.integer(PW_GID));
  }

  /** The home directory of a user, or null where the id has none. */
  public static byte @Nullable [] homeDirectory(int uid) {
    Entry entry = Entry.byId(Libc.GETPWUID_R, uid);
    return entry == null ? null : entry.text(PW_DIR);
  }

  /** The id of the group with a name. */
  public static OptionalInt groupId(byte[] name) {
    Entry entry = Entry.byName(Libc.GETGRNAM_R, name);
    return entry == null ? OptionalInt.empty() : OptionalInt.of(entry.integer(GR_GID));
  }

  /** The name of a group, or null where the id has none. */
  public static byte @Nullable [] groupName(int gid) {
    Entry entry = Entry.byId(Libc.GETGRGID_R, gid);
    return entry == null ? null : entry.text(GR_NAME);
  }

  /**
   * All groups that a user belongs to.
   *
   * @param primary a group that is in the result whether the system says so or not
   */
  public static int[] groupsOf(byte[] user, int primary) {
    NativeScratch s = NativeScratch.acquire();
    try {
      if (!s.first().putName(user)) {
        return new int[] {primary};
      }
      for (int capacity = 256; ; capacity *= 4) {
        ByteBuffer list = direct(4 * capacity);
        long address = MemorySegment.ofBuffer(list).address();
        s.putInt(0, capacity);
        int result = Libc.GETGROUPLIST.intCall(s, s.first().name, primary, address, s.struct, 0);
        if (result >= 0) {
          int[] groups = new int[s.structInt(0)];
          list.asIntBuffer().get(groups);
          return groups;
        }
        if (capacity >= MAX_GROUPS) {
          throw new PosixException(Errno.EOVERFLOW, Libc.GETGROUPLIST.callName());
        }
      }
    } finally {
      s.release();
    }
  }

  /** The process's real user. */
  public static int realUser() {
    return plain(Libc.GETUID);
  }

  /**
   * The process's effective user; what a thread's file work runs as is said by {@link Identity}.
   */
  public static int effectiveUser() {
    return plain(Libc.GETEUID);
  }

  /** The process's effective group. */
  public static int effectiveGroup() {
    return plain(Libc.GETEGID);
  }

  private static int plain(Libc call) {
    NativeScratch s = NativeScratch.acquire();
    try {
      return call.intCall(s, 0);
    } finally {
      s.release();
    }
  }

  private static ByteBuffer direct(int size) {
    return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
  }

  /** An entry found: the structure, and behind it the texts that it points to. */
  private record Entry(ByteBuffer memory, long address) {
    static @Nullable Entry byName(Libc call, byte[] name) {
      NativeScratch s = NativeScratch.acquire();
      try {
        return s.first().putName(name) ? find(s, call, s.first().name) : null;
      } finally {
        s.release();
      }
    }

    static @Nullable Entry byId(Libc call, int id) {
      NativeScratch s = NativeScratch.acquire();
      try {
        return find(s, call, id);
      } finally {
        s.release();
      }
    }

    private static @Nullable Entry find(NativeScratch s, Libc call, long key) {
      for (int capacity = FIRST_CAPACITY; ; capacity *= 4) {
        ByteBuffer memory = direct(ENTRY_CAPACITY + capacity);
        long address = MemorySegment.ofBuffer(memory).address();
        long texts = address + ENTRY_CAPACITY;
        int error = call.intCall(s, key, address, texts, capacity, s.struct);
        if (error == 0) {
          return s.structLong(0) == 0 ? null : new Entry(memory, address);
        }
        // Several name services say "not found" by an error of their own.
        if (error == Errno.ENOENT
            || error == Errno.ESRCH
            || error == Errno.EPERM
            || error == Errno.EBADF) {
          return null;
        }
        if (error != Errno.EINTR && (error != Errno.ERANGE || capacity >= MAX_CAPACITY)) {
          throw new PosixException(error, call.callName());
        }
      }
    }

    int integer(int offset) {
      return memory.getInt(offset);
    }

    byte[] text(int offset) {
      int start = (int) (memory.getLong(offset) - address);
      int end = start;
      while (memory.get(end) != 0) {
        end++;
      }
      byte[] text = new byte[end - start];
      memory.get(start, text);
      return text;
    }
  }
}
