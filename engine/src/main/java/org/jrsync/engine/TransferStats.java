package org.jrsync.engine;

import org.jrsync.posix.FileMode;
import org.jrsync.wire.WireOutput;

/**
 * What one role counted. Each role has its own; a side adds its roles' up at the end. Sizes are in
 * bytes, times in milliseconds.
 */
public final class TransferStats {
  /** Begins with zeros. */
  public TransferStats() {}

  /** Counts of entries by type. */
  public static final class Counts {
    Counts() {}

    public long regular;
    public long directories;
    public long symlinks;
    public long devices;
    public long specials;

    /** Counts one entry of this mode. */
    public void add(int mode) {
      if (FileMode.isRegular(mode)) {
        regular++;
      } else if (FileMode.isDirectory(mode)) {
        directories++;
      } else if (FileMode.isSymlink(mode)) {
        symlinks++;
      } else if (FileMode.isDevice(mode)) {
        devices++;
      } else {
        specials++;
      }
    }

    /** All types together. */
    public long total() {
      return regular + directories + symlinks + devices + specials;
    }

    /** Forgets all. */
    public void clear() {
      regular = 0;
      directories = 0;
      symlinks = 0;
      devices = 0;
      specials = 0;
    }

    void addAll(Counts other) {
      regular += other.regular;
      directories += other.directories;
      symlinks += other.symlinks;
      devices += other.devices;
      specials += other.specials;
    }
  }

  /** Entries of the file list. */
  public final Counts files = new Counts();

  /** Entries created. */
  public final Counts created = new Counts();

  /** Entries deleted. */
  public final Counts deleted = new Counts();

  /** Regular files transferred. */
  public long transferredFiles;

  /** Sum of their lengths. */
  public long transferredSize;

  /** Sum of the lengths of all regular files and symlinks of the list. */
  public long totalSize;

  /** Bytes sent or received as literals. */
  public long literalData;

  /** Bytes taken from the basis. */
  public long matchedData;

  /** Bytes that the file list took on the wire. */
  public long fileListSize;

  /** Time to build the file list. */
  public long fileListBuildTime;

  /** Time to transfer it. */
  public long fileListTransferTime;

  /** Regions of 4 KiB written by the receiver. */
  public long touchedBlocks;

  /** Bytes read from the peer. */
  public long bytesRead;

  /** Bytes written to the peer. */
  public long bytesWritten;

  /** Writes what a sender tells at the end (docs/protocol.md, "Batch files"). */
  public void write(WireOutput out) {
    out.writeVarlong30(bytesRead, 3);
    out.writeVarlong30(bytesWritten, 3);
    out.writeVarlong30(totalSize, 3);
    if (out.protocol() >= 29) {
      out.writeVarlong30(fileListBuildTime, 3);
      out.writeVarlong30(fileListTransferTime, 3);
    }
  }

  /** Adds another role's counts to these. */
  public void addAll(TransferStats o) {
    files.addAll(o.files);
    created.addAll(o.created);
    deleted.addAll(o.deleted);
    transferredFiles += o.transferredFiles;
    transferredSize += o.transferredSize;
    totalSize += o.totalSize;
    literalData += o.literalData;
    matchedData += o.matchedData;
    fileListSize += o.fileListSize;
    touchedBlocks += o.touchedBlocks;
  }
}
