package org.jrsync.wire.flist;

import java.util.Arrays;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.WireInput;

/**
 * The receiver's table of one kind of id, users or groups: which local id stands for each of the
 * sender's (docs/protocol.md, "File list", "Names of owners and groups"). Grows with the names that
 * come in and with ids that are asked for.
 */
public final class IdMap {

  /** Most ids kept; the sender's names beyond that are an error. */
  public static final int MAX_IDS = 1 << 20;

  private static final byte[] NO_NAME = {};

  /** About how much memory an id takes besides its name, in bytes. */
  private static final long ID_BYTES = 80;

  /** Decides what an id becomes here. */
  public interface Resolver {

    /**
     * The local id for one of the sender's.
     *
     * @param id the sender's id, an unsigned 32-bit value
     * @param name the sender's name for it, empty when it sent none
     */
    int resolve(int id, byte[] name);

    /**
     * Whether entries with this local id are to keep the receiver's own (a group that may not be
     * given).
     */
    default boolean isSkipped(int localId) {
      return false;
    }
  }

  private final Resolver resolver;
  private final boolean mapsUnnamed;
  private final MemoryBudget memory;
  private final boolean identity;
  private final IntIndex ids = new IntIndex();
  private byte[][] names = new byte[16][];
  private int[] local = new int[16];
  private boolean[] skipped = new boolean[16];

  /**
   * @param resolver asked once for each id and name
   * @param mapsUnnamed whether ids without a name go through the resolver too; otherwise they stay
   *     as they are
   * @param memory what the table is taken from, until the session ends
   */
  public IdMap(Resolver resolver, boolean mapsUnnamed, MemoryBudget memory) {
    this(resolver, mapsUnnamed, memory, false);
  }

  private IdMap(Resolver resolver, boolean mapsUnnamed, MemoryBudget memory, boolean identity) {
    this.resolver = resolver;
    this.mapsUnnamed = mapsUnnamed;
    this.memory = memory;
    this.identity = identity;
  }

  /** A table that leaves every id as the sender has it, and keeps none. */
  public static IdMap identity() {
    return new IdMap((id, name) -> id, false, MemoryBudget.unlimited(), true);
  }

  /** The local id for one of the sender's. */
  public int map(int id) {
    int at = indexOf(id);
    return at < 0 ? id : local[at];
  }

  /** Whether files of this id of the sender's are to keep the receiver's own. */
  public boolean isSkipped(int id) {
    int at = indexOf(id);
    return at >= 0 && skipped[at];
  }

  /** Enters the sender's name for an id and returns the local one. The latest name counts. */
  public int add(int id, byte[] name) {
    if (identity) {
      return id;
    }
    int at = insert(id, name);
    return local[at];
  }

  private int indexOf(int id) {
    int at = ids.find(id);
    return at < 0 && mapsUnnamed ? insert(id, NO_NAME) : at;
  }

  private int insert(int id, byte[] name) {
    int at = ids.find(id);
    if (at < 0) {
      at = insertNew(id, name);
    } else if (Arrays.equals(names[at], name)) {
      return at;
    } else {
      reserve(name.length - names[at].length);
    }
    names[at] = name;
    local[at] = resolver.resolve(id, name);
    skipped[at] = resolver.isSkipped(local[at]);
    return at;
  }

  private int insertNew(int id, byte[] name) {
    if (ids.size() == MAX_IDS) {
      throw FileListErrors.tooLarge("ids", MAX_IDS);
    }
    reserve(ID_BYTES + name.length);
    int at = ids.findOrAdd(id);
    if (at == local.length) {
      names = Arrays.copyOf(names, at * 2);
      local = Arrays.copyOf(local, at * 2);
      skipped = Arrays.copyOf(skipped, at * 2);
    }
    return at;
  }

  private void reserve(long bytes) {
    if (bytes < 0) {
      memory.release(-bytes);
    } else {
      memory.reserve(bytes, "names of owners and groups");
    }
  }

  /** Reads one name that follows an id inside an entry, and returns the local id. */
  int readName(WireInput in, int id) {
    int length = in.readByte();
    return add(id, length == 0 ? NO_NAME : in.readBytes(length));
  }

  /** Reads the list of names that follows a file list sent whole. */
  void readList(WireInput in, boolean zeroHasName) {
    for (int id = in.readVarint30(); id != 0; id = in.readVarint30()) {
      readName(in, id);
    }
    if (zeroHasName) {
      readName(in, 0);
    }
  }
}
