package org.jrsync.engine.report;

import org.jspecify.annotations.Nullable;

/**
 * One entry as a {@link LogFormat} sees it. Methods are asked only for the escapes in the format.
 */
public interface LogItem {
  /** {@code send}, {@code recv} or {@code del.}. */
  String operation();

  /** Item flags, as in {@link org.jrsync.engine.ItemFlags}. */
  int flags();

  /** Type and permission bits. */
  int mode();

  /** Bytes. */
  long size();

  /** Seconds since 1970. */
  long modificationTime();

  /** Owner, or 0 where owners are not transferred; unsigned. */
  int owner();

  /** Group, or null where groups are not transferred. */
  @Nullable Integer group();

  /** Path in the transfer, without a slash at a directory's end. */
  byte[] name();

  /** Path that the log shows: with the sender's argument or the daemon's folder before it. */
  byte[] fullName();

  /** Name that a hard link goes to, or an empty array. */
  byte[] hardLink();

  /** Target of a symlink, or null if the entry is none or is being deleted. */
  byte @Nullable [] symlinkTarget();

  /** Bytes sent (or, on a receiver, received) for this file. */
  long bytesTransferred();

  /** Bytes of checksums received (or, on a receiver, sent) for this file. */
  long checksumBytes();

  /** Checksum in hexadecimal, or as many spaces where there is none. */
  String checksum();
}
