package org.jrsync.client;

import org.jrsync.engine.TransferStats;

/**
 * What a transfer counted; entries are files of every type and directories, sizes are bytes.
 *
 * @param entries entries in the file list
 * @param created entries that the destination did not have
 * @param deleted entries deleted from the destination
 * @param transferredFiles regular files whose data was transferred
 * @param transferredSize their length
 * @param totalSize length of all files in the list
 * @param literalData data that went over the connection as it is
 * @param matchedData data that the destination had already
 * @param bytesSent bytes sent by this side, all told
 * @param bytesReceived bytes received by this side, all told
 */
public record Statistics(
    long entries,
    long created,
    long deleted,
    long transferredFiles,
    long transferredSize,
    long totalSize,
    long literalData,
    long matchedData,
    long bytesSent,
    long bytesReceived) {

  /** Of a transfer that did not begin. */
  public static final Statistics NONE = new Statistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  static Statistics of(TransferStats s) {
    return new Statistics(
        s.files.total(),
        s.created.total(),
        s.deleted.total(),
        s.transferredFiles,
        s.transferredSize,
        s.totalSize,
        s.literalData,
        s.matchedData,
        s.bytesWritten,
        s.bytesRead);
  }
}
