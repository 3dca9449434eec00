package org.jrsync.wire.flist;

import org.jrsync.wire.ExitCode;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jspecify.annotations.Nullable;

/**
 * Access control lists on the wire (docs/protocol.md, "File list", "Access control lists").
 *
 * <p>Permissions of further users and groups travel two bits to the left of two flags.
 */
final class AclCodec {
  private static final int MAX_COUNT = 65_536;
  private static final int OWNER = 1;
  private static final int GROUP = 1 << 1;
  private static final int MASK = 1 << 2;
  private static final int OTHER = 1 << 3;
  private static final int NAMES = 1 << 4;

  private static final int NAME_FOLLOWS = 1;
  private static final int IS_USER = 1 << 1;
  private static final int PERMISSIONS = 7;

  private AclCodec() {}

  /** Writes a list that the other side does not have yet. */
  static void write(WireOutput out, Acl acl, FileListFormat format, IdNames users, IdNames groups) {
    int flags =
        flag(acl.owner(), OWNER)
            | flag(acl.group(), GROUP)
            | flag(acl.mask(), MASK)
            | flag(acl.other(), OTHER)
            | (acl.size() > 0 ? NAMES : 0);
    out.writeByte(flags);
    writeAccess(out, acl.owner());
    writeAccess(out, acl.group());
    writeAccess(out, acl.mask());
    writeAccess(out, acl.other());
    if (acl.size() == 0) {
      return;
    }
    out.writeVarint(acl.size());
    for (int i = 0; i < acl.size(); i++) {
      boolean user = (acl.access(i) & Acl.USER) != 0;
      IdNames names = user ? users : groups;
      byte[] name = format.numericIds ? null : names.mention(acl.id(i));
      int bits = acl.access(i) << 2 | (user ? IS_USER : 0);
      out.writeVarint(acl.id(i));
      boolean named = name != null && format.incremental;
      out.writeVarint(named ? bits | NAME_FOLLOWS : bits);
      if (name != null && named) {
        IdNames.writeName(out, name);
      }
    }
  }

  private static int flag(int access, int flag) {
    return access == Acl.NONE ? 0 : flag;
  }

  private static void writeAccess(WireOutput out, int access) {
    if (access != Acl.NONE) {
      out.writeVarint(access);
    }
  }

  /** How the ids of a received list become local ones. */
  record Ids(FileListFormat format, IdMap users, IdMap groups) {
    int local(WireInput in, int id, boolean user, boolean named) {
      IdMap map = user ? users : groups;
      if (named) {
        return map.readName(in, id);
      }
      return format.incremental ? map.map(id) : id;
    }
  }

  /**
   * Reads a list.
   *
   * @param mode of the file where this is its access list; null for a directory's default list
   */
  static Acl read(WireInput in, Ids ids, @Nullable Integer mode) {
    int flags = in.readByte();
    int owner = (flags & OWNER) != 0 ? readAccess(in) : Acl.NONE;
    int group = (flags & GROUP) != 0 ? readAccess(in) : Acl.NONE;
    int mask = (flags & MASK) != 0 ? readAccess(in) : Acl.NONE;
    int other = (flags & OTHER) != 0 ? readAccess(in) : Acl.NONE;
    if ((flags & NAMES) == 0) {
      return new Acl(owner, group, mask, other, new int[0], new int[0]);
    }
    int count = in.readVarintBounded(0, MAX_COUNT, "ACL count");
    int[] names = new int[count];
    int[] access = new int[count];
    int all = 0;
    for (int i = 0; i < count; i++) {
      int id = in.readVarint();
      int bits = in.readVarint();
      boolean user = (bits & IS_USER) != 0;
      requirePermissions(bits >>> 2);
      all |= bits >>> 2;
      access[i] = bits >>> 2 | (user ? Acl.USER : 0);
      names[i] = ids.local(in, id, user, (bits & NAME_FOLLOWS) != 0);
    }
    if (count > 0 && mask == Acl.NONE) {
      // Left out where it follows from the mode, and by systems without masks.
      mask = mode != null ? mode >> 3 & PERMISSIONS : all | (group == Acl.NONE ? 0 : group);
    }
    return new Acl(owner, group, mask, other, names, access);
  }

  private static int readAccess(WireInput in) {
    int access = in.readVarint();
    requirePermissions(access);
    return access;
  }

  private static void requirePermissions(int access) {
    if ((access & ~PERMISSIONS) != 0) {
      throw new ProtocolException(
          ExitCode.STREAM_IO,
          "recv_acl_access: value out of range: " + Integer.toHexString(access));
    }
  }
}
