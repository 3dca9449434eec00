package org.jrsync.client;

/**
 * Where a transfer stands. Sizes are bytes. While the list of files is not complete, the entries
 * and the total size still grow.
 *
 * @param fileOffset how much of the present file is done
 * @param fileSize length of the present file
 * @param transferredFiles files transferred so far, the present one included
 * @param transferredSize their data that is done; does not fall during a transfer
 * @param totalSize length of all files listed so far, of which not all need be transferred
 * @param remainingEntries listed entries behind the present one
 * @param entries entries listed so far
 * @param listComplete whether all entries are listed
 */
public record Progress(
    long fileOffset,
    long fileSize,
    long transferredFiles,
    long transferredSize,
    long totalSize,
    long remainingEntries,
    long entries,
    boolean listComplete) {}
