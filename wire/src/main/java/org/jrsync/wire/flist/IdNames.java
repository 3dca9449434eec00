package org.jrsync.wire.flist;

import java.util.Arrays;
import org.jrsync.wire.WireOutput;
import org.jspecify.annotations.Nullable;

/**
 * The sender's record of which users or groups its list has mentioned, and their names
 * (docs/protocol.md, "File list", "Names of owners and groups").
 */
public final class IdNames {

  private static final int MAX_NAME = 255;
  private static final byte[] NO_NAME = {};

  /** Finds the name of an id. */
  public interface Lookup {
    /** The name, or null when the id has none. */
    byte @Nullable [] name(int id);
  }

  private final Lookup lookup;
  private final IntIndex ids = new IntIndex();
  private byte[][] names = new byte[16][];

  /**
   * @param lookup asked once for each id
   */
  public IdNames(Lookup lookup) {
    this.lookup = lookup;
  }

  /**
   * Records that an id is used.
   *
   * @return its name when it was not recorded before and has one
   */
  byte @Nullable [] mention(int id) {
    int known = ids.size();
    int at = ids.findOrAdd(id);
    if (at < known) {
      return null;
    }
    if (at == names.length) {
      names = Arrays.copyOf(names, at * 2);
    }
    names[at] = find(id);
    return names[at].length == 0 ? null : names[at];
  }

  /** Writes the names of all recorded ids, the latest first, and the end mark. */
  void writeList(WireOutput out, boolean zeroHasName) {
    for (int i = ids.size() - 1; i >= 0; i--) {
      byte[] name = names[i];
      if (ids.key(i) != 0 && name.length > 0) {
        out.writeVarint30(ids.key(i));
        writeName(out, name);
      }
    }
    out.writeVarint30(0);
    if (zeroHasName) {
      writeName(out, find(0));
    }
  }

  static void writeName(WireOutput out, byte[] name) {
    out.writeByte(name.length);
    out.write(name);
  }

  private byte[] find(int id) {
    byte[] name = lookup.name(id);
    if (name == null) {
      return NO_NAME;
    }
    return name.length <= MAX_NAME ? name : Arrays.copyOf(name, MAX_NAME);
  }
}
