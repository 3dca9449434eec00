package org.jrsync.engine;

import org.jrsync.wire.ExitCode;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.WireInput;

/**
 * Reads indexes with their item flags (docs/protocol.md, "Item flags"): the request of the
 * generator or the answer of the sender.
 */
public final class ItemReader {
  /** The index that ends a phase. */
  public static final int DONE = -1;

  private static final int LIST_COMPLETE = -2;
  private static final int DELETE_STATS = -3;
  private static final int SEGMENT_BASE = -101;
  private static final int MAX_NAME = 4095;
  private static final int MAX_DELETED = 1 << 28;
  private static final int BASIS_DESTINATION = 0x80;

  private final WireInput in;
  private final TransferStats stats;
  private final Lists lists;

  private int flags;
  private int basisType;
  private byte[] name = new byte[0];

  /** What an index can mean. */
  public interface Lists {
    /**
     * An index that is a file's. What follows it is not read if this throws.
     *
     * @throws ProtocolException when no file has it
     */
    void file(int ndx);

    /** No further part of the file list will come; not acceptable where none is expected. */
    void complete();

    /** A further part of the file list follows: the content of this directory. */
    void segment(int directory);

    /** Counts of deletions have been read into the statistics. */
    void deleteStats();
  }

  /** For a role that gets no parts of the file list. */
  public abstract static class NoLists implements Lists {
    /** For subclasses. */
    protected NoLists() {}

    @Override
    public void complete() {
      throw ProtocolException.value("Invalid file index: " + LIST_COMPLETE + " (-1 - -1)");
    }

    @Override
    public void segment(int directory) {
      throw ProtocolException.value(
          "Invalid file index: " + (SEGMENT_BASE - directory) + " (-1 - -1)");
    }
  }

  public ItemReader(WireInput in, TransferStats stats, Lists lists) {
    this.in = in;
    this.stats = stats;
    this.lists = lists;
  }

  /** The next index, or {@link #DONE}. The flags and what follows them can be asked for then. */
  public int next() {
    while (true) {
      int ndx = in.readNdx();
      if (ndx >= 0) {
        lists.file(ndx);
        readFlags();
        return ndx;
      }
      switch (ndx) {
        case DONE -> {
          return DONE;
        }
        case DELETE_STATS -> {
          readDeleteStats();
          lists.deleteStats();
        }
        case LIST_COMPLETE -> lists.complete();
        default -> {
          if (ndx > SEGMENT_BASE) {
            throw ProtocolException.value("Invalid file index: " + ndx);
          }
          lists.segment(SEGMENT_BASE - ndx);
        }
      }
    }
  }

  private void readFlags() {
    if (!OldProtocol.hasItemFlags(in.protocol())) {
      flags = ItemFlags.TRANSFER | ItemFlags.MISSING_DATA;
      basisType = BASIS_DESTINATION;
      name = new byte[0];
      return;
    }
    flags = in.readShort();
    basisType = (flags & ItemFlags.BASIS_TYPE_FOLLOWS) != 0 ? in.readByte() : BASIS_DESTINATION;
    name =
        (flags & ItemFlags.XNAME_FOLLOWS) != 0
            ? in.readVstring(MAX_NAME, ExitCode.PROTOCOL)
            : new byte[0];
  }

  private void readDeleteStats() {
    TransferStats.Counts deleted = stats.deleted;
    deleted.regular = in.readVarintBounded(0, MAX_DELETED, "deleted_files");
    deleted.directories = in.readVarintBounded(0, MAX_DELETED, "deleted_dirs");
    deleted.symlinks = in.readVarintBounded(0, MAX_DELETED, "deleted_symlinks");
    deleted.devices = in.readVarintBounded(0, MAX_DELETED, "deleted_devices");
    deleted.specials = in.readVarintBounded(0, MAX_DELETED, "deleted_specials");
  }

  /** The item flags of the last index. */
  public int flags() {
    return flags;
  }

  /** Whether data is asked for or follows. */
  public boolean isTransfer() {
    return (flags & ItemFlags.TRANSFER) != 0;
  }

  /** The kind of basis file that was named, 0x80 for the destination file. */
  public int basisType() {
    return basisType;
  }

  /** The name that came with the flags, empty when none did. */
  public byte[] name() {
    return name;
  }

  /** Whether a name came with the flags. */
  public boolean hasName() {
    return (flags & ItemFlags.XNAME_FOLLOWS) != 0;
  }
}
