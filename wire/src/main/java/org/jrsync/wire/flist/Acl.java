package org.jrsync.wire.flist;

import java.util.Arrays;

/**
 * An access control list: permissions of owner, group, mask and others, of which any may be {@link
 * #NONE}, and of further users and groups. Immutable.
 */
public final class Acl {

  /** The entry is missing. */
  public static final int NONE = 0x80;

  /** Bit of an entry's access that says that the id is a user's. */
  public static final int USER = 1 << 31;

  /** The list without entries. */
  public static final Acl EMPTY = new Acl(NONE, NONE, NONE, NONE, new int[0], new int[0]);

  private final int owner;
  private final int group;
  private final int mask;
  private final int other;
  private final int[] ids;
  private final int[] access;

  /**
   * @param owner permissions, 0 to 7, or {@link #NONE}; likewise the next three
   * @param ids further users and groups
   * @param access their permissions, with {@link #USER} for users
   */
  public Acl(int owner, int group, int mask, int other, int[] ids, int[] access) {
    this.owner = owner;
    this.group = group;
    this.mask = mask;
    this.other = other;
    this.ids = ids;
    this.access = access;
  }

  public int owner() {
    return owner;
  }

  public int group() {
    return group;
  }

  public int mask() {
    return mask;
  }

  public int other() {
    return other;
  }

  /** Number of further users and groups. */
  public int size() {
    return ids.length;
  }

  /** A further user's or group's id. */
  public int id(int index) {
    return ids[index];
  }

  /** Its permissions, with {@link #USER} for users. */
  public int access(int index) {
    return access[index];
  }

  /** The same further entries with other permissions for the rest. */
  public Acl with(int newOwner, int newGroup, int newMask, int newOther) {
    return new Acl(newOwner, newGroup, newMask, newOther, ids, access);
  }

  /** The same with other ids. */
  Acl mapped(IdMap users, IdMap groups) {
    int[] local = new int[ids.length];
    for (int i = 0; i < local.length; i++) {
      local[i] = (access[i] & USER) != 0 ? users.map(ids[i]) : groups.map(ids[i]);
    }
    return new Acl(owner, group, mask, other, local, access);
  }

  /** Whether the further entries are the same. */
  public boolean sameNames(Acl that) {
    return Arrays.equals(ids, that.ids) && Arrays.equals(access, that.access);
  }

  /** About how much memory the list takes, in bytes. */
  long bytes() {
    return 96 + 8L * ids.length;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Acl that
        && owner == that.owner
        && group == that.group
        && mask == that.mask
        && other == that.other
        && sameNames(that);
  }

  @Override
  public int hashCode() {
    int hash = ((owner * 31 + group) * 31 + mask) * 31 + other;
    return (hash * 31 + Arrays.hashCode(ids)) * 31 + Arrays.hashCode(access);
  }
}
