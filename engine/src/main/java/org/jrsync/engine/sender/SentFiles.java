package org.jrsync.engine.sender;

import java.util.OptionalInt;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileStat;
import org.jrsync.wire.flist.FileEntry;
import org.jspecify.annotations.Nullable;

/** The sender's view of the file list: what it has sent, and the files behind it. */
public interface SentFiles extends AutoCloseable {
  /** Whether nothing was found to send. */
  boolean isEmpty();

  /** Whether further parts of the list are still to be sent. */
  boolean hasMore();

  /** Sends one further part of the list. */
  void sendOne();

  /** Sends further parts of the list if the receiving side has few entries left to work on. */
  void sendAhead();

  /**
   * Finds an entry.
   *
   * @throws org.jrsync.wire.ProtocolException when no known part of the list holds the index
   */
  void get(int ndx, FileEntry entry);

  /**
   * Opens the file behind an entry. A symlink in its place is followed where links to files are,
   * with {@code --copy-links} or {@code --copy-unsafe-links}, and else refused.
   *
   * @throws org.jrsync.posix.PosixException when that fails
   */
  FileHandle open(int ndx);

  /**
   * Finds an entry as {@link #get} does, without making its part of the list the one that is worked
   * on.
   *
   * @throws org.jrsync.wire.ProtocolException when no known part of the list has it as a file's
   */
  void look(int ndx, FileEntry entry);

  /** Says what an entry is now, following a symlink where all are followed; 0 or the errno. */
  int stat(int ndx, FileStat stat);

  /**
   * Removes the file behind an entry.
   *
   * @throws org.jrsync.posix.PosixException when that fails
   */
  void unlink(int ndx);

  /** An extended attribute of the file behind an entry; null where it cannot be read. */
  byte @Nullable [] xattr(int ndx, byte[] name);

  /** The path of the file behind an entry as messages show it, in quotation marks. */
  byte[] fullName(int ndx);

  /** Number of entries so far that come after this one. */
  long entriesAfter(int ndx);

  /** The entry's name behind the directory that its argument named, as logs show it. */
  byte[] argumentPath(int ndx);

  /** Whether the file was sent before, in which case this is the second attempt. */
  boolean wasSent(int ndx);

  /** Remembers that the file was sent. */
  void markSent(int ndx);

  /**
   * The last index of the part that an entry belongs to, or of the oldest one in use where none has
   * it, which is one less than its first where it is empty; none when none is in use.
   */
  OptionalInt lastOfPart(int ndx);

  /**
   * Forgets the oldest part of the list, if parts are finished one by one.
   *
   * @return whether further parts are left, so that the phase goes on
   */
  boolean finishFirst();

  /** Gives back descriptors and memory. */
  @Override
  void close();
}
