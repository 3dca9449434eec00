package org.jrsync.wire.flist;

import java.util.BitSet;
import org.jrsync.wire.Protocol;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.Role;

/**
 * Takes a transfer's file list from the peer: the first segment or whole list, then further
 * segments as they are announced, each checked, sorted and rid of duplicates.
 */
public final class FileListReader {

  private static final byte[] TOP = {};

  private final FileListFormat format;
  private final FileListDecoder decoder;
  private final FileListSegments segments;
  private Duplicates duplicates = (list, position) -> {};
  private final BitSet received = new BitSet();
  private int ioErrors;

  /**
   * @param segments where the lists go
   */
  public FileListReader(FileListFormat format, FileListDecoder decoder, FileListSegments segments) {
    this.format = format;
    this.decoder = decoder;
    this.segments = segments;
  }

  /** Hears of a name that came twice, before it is cleared. */
  @FunctionalInterface
  public interface Duplicates {
    /**
     * Takes one that goes.
     *
     * @param position its position in the sorted list
     */
    void dropping(FileList list, int position);
  }

  /** Tells of names that are dropped since they came twice. */
  public void tellsDuplicates(Duplicates newDuplicates) {
    duplicates = newDuplicates;
  }

  /** The sender's I/O errors told in the lists so far, a mask. */
  public int ioErrors() {
    return ioErrors;
  }

  /** Reads the first segment, or the whole list with what follows it. */
  public FileList readFirst() {
    FileList list = decoder.newList(segments.nextStart());
    ioErrors |= decoder.read(list, TOP);
    if (!format.incremental) {
      ioErrors |= decoder.readTrailer(list);
    }
    finish(list);
    if (format.incremental) {
      list.setParent(numberOfRoot(list));
    }
    if (!format.incremental) {
      segments.markComplete();
    }
    return list;
  }

  /** The number of the transfer's root among the directories, if the list begins with it. */
  private static int numberOfRoot(FileList list) {
    for (int i = 0; i < list.count(); i++) {
      if (list.isActive(i)) {
        return list.isRoot(i) && list.isDirectory(i)
            ? FileListSegments.numbers(list, 0).next(i)
            : FileList.NO_PARENT;
      }
    }
    return FileList.NO_PARENT;
  }

  /**
   * The index of the directory that a negative index announces the content of.
   *
   * @param ndx what was read where a file's index was expected, at most {@link
   *     Protocol#NDX_FLIST_OFFSET}
   */
  public int directoryIndex(int ndx, Role role) {
    long index = (long) Protocol.NDX_FLIST_OFFSET - ndx;
    int count = segments.directories().count();
    if (!format.incremental || index < 0 || index >= count) {
      throw ProtocolException.value(
          "Invalid dir index: "
              + ndx
              + " ("
              + Protocol.NDX_FLIST_OFFSET
              + " - "
              + (Protocol.NDX_FLIST_OFFSET - count + 1)
              + ") ["
              + role.text()
              + "]");
    }
    return (int) index;
  }

  /** Reads the segment with the content of a directory. */
  public FileList readSegment(int directoryIndex) {
    if (segments.isEmpty()) {
      throw ProtocolException.value("rsync: refusing sub-flist after final flist was freed");
    }
    FileList directories = segments.directories();
    if (directoryIndex < 0 || directoryIndex >= directories.count()) {
      throw ProtocolException.value(
          "rsync: refusing invalid dir_ndx " + directoryIndex + " >= " + directories.count());
    }
    if (!directories.isActive(directoryIndex)) {
      throw ProtocolException.value("rsync: refusing flist for cleared dir_ndx " + directoryIndex);
    }
    if (received.get(directoryIndex)) {
      throw ProtocolException.value(
          "rsync: refusing malicious duplicate flist for dir " + directoryIndex);
    }
    received.set(directoryIndex);
    FileList list = decoder.newList(segments.nextStart());
    ioErrors |= decoder.read(list, directories.path(directoryIndex));
    list.setParent(directoryIndex);
    finish(list);
    return list;
  }

  private void finish(FileList list) {
    list.sortAndDropDuplicates(duplicates);
    if (format.relative) {
      list.stripRoot();
    }
    segments.add(list);
  }
}
