package org.jrsync.engine.metadata;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jrsync.wire.flist.Acl;
import org.jspecify.annotations.Nullable;

/**
 * Access control lists in extended attributes: as Linux has them in {@code system.posix_acl_*}
 * (acl(5), and the kernel's {@code posix_acl_xattr.h}), and as {@code --fake-super} stores them.
 */
final class AclBytes {
  private static final int VERSION = 2;
  private static final int HEADER = 4;
  private static final int ENTRY = 8;

  private static final int USER_OBJ = 1;
  private static final int USER = 2;
  private static final int GROUP_OBJ = 4;
  private static final int GROUP = 8;
  private static final int MASK = 0x10;
  private static final int OTHER = 0x20;
  private static final int NO_ID = -1;
  private static final int PERMISSIONS = 7;

  private static final int STORED_HEADER = 16;

  private AclBytes() {}

  private record Named(int id, int access) {
    boolean isUser() {
      return (access & Acl.USER) != 0;
    }
  }

  /** Reads the system's form; null if it is none. */
  static @Nullable Acl ofSystem(byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    if (value.length < HEADER || (value.length - HEADER) % ENTRY != 0 || in.getInt() != VERSION) {
      return null;
    }
    int owner = Acl.NONE;
    int group = Acl.NONE;
    int mask = Acl.NONE;
    int other = Acl.NONE;
    List<Named> named = new ArrayList<>();
    while (in.hasRemaining()) {
      int tag = in.getShort();
      int access = in.getShort() & PERMISSIONS;
      int id = in.getInt();
      switch (tag) {
        case USER_OBJ -> owner = access;
        case GROUP_OBJ -> group = access;
        case MASK -> mask = access;
        case OTHER -> other = access;
        case USER -> named.add(new Named(id, access | Acl.USER));
        case GROUP -> named.add(new Named(id, access));
        default -> {
          // Not of this version: nothing that could be sent.
        }
      }
    }
    return acl(owner, group, mask, other, named);
  }

  private static Acl acl(int owner, int group, int mask, int other, List<Named> named) {
    int[] ids = new int[named.size()];
    int[] access = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = named.get(i).id;
      access[i] = named.get(i).access;
    }
    return new Acl(owner, group, mask, other, ids, access);
  }

  /** Writes the system's form, in which entries are ordered; a missing entry grants nothing. */
  static byte[] system(Acl acl) {
    List<Named> named = new ArrayList<>();
    for (int i = 0; i < acl.size(); i++) {
      named.add(new Named(acl.id(i), acl.access(i)));
    }
    named.sort(
        Comparator.comparing((Named n) -> !n.isUser()).thenComparingLong(n -> n.id & 0xFFFF_FFFFL));
    int entries = 3 + named.size() + (acl.mask() == Acl.NONE ? 0 : 1);
    ByteBuffer out = ByteBuffer.allocate(HEADER + entries * ENTRY).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(VERSION);
    put(out, USER_OBJ, acl.owner(), NO_ID);
    for (Named n : named) {
      if (n.isUser()) {
        put(out, USER, n.access, n.id);
      }
    }
    put(out, GROUP_OBJ, acl.group(), NO_ID);
    for (Named n : named) {
      if (!n.isUser()) {
        put(out, GROUP, n.access, n.id);
      }
    }
    if (acl.mask() != Acl.NONE) {
      put(out, MASK, acl.mask(), NO_ID);
    }
    put(out, OTHER, acl.other(), NO_ID);
    return out.array();
  }

  private static void put(ByteBuffer out, int tag, int access, int id) {
    out.putShort((short) tag).putShort((short) (access & PERMISSIONS)).putInt(id);
  }

  /**
   * Reads the stored form, in which a missing entry is as in the file's mode; null if it is none.
   */
  static @Nullable Acl ofStored(byte[] value, int mode) {
    if (value.length < STORED_HEADER || value.length % ENTRY != 0) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    int owner = orElse(in.getInt(), mode >> 6);
    int group = orElse(in.getInt(), mode >> 3);
    int mask = in.getInt();
    int other = orElse(in.getInt(), mode);
    List<Named> named = new ArrayList<>();
    while (in.hasRemaining()) {
      named.add(new Named(in.getInt(), in.getInt()));
    }
    return acl(owner, group, mask, other, named);
  }

  private static int orElse(int access, int mode) {
    return access == Acl.NONE ? mode & PERMISSIONS : access;
  }

  /** Writes the stored form. */
  static byte[] stored(Acl acl) {
    ByteBuffer out =
        ByteBuffer.allocate(STORED_HEADER + acl.size() * ENTRY).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(acl.owner()).putInt(acl.group()).putInt(acl.mask()).putInt(acl.other());
    for (int i = 0; i < acl.size(); i++) {
      out.putInt(acl.id(i)).putInt(acl.access(i));
    }
    return out.array();
  }
}
