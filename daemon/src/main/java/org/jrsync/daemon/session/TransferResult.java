package org.jrsync.daemon.session;

/**
 * How a transfer ended.
 *
 * @param exitStatus rsync's exit status, 0 to 127
 * @param sent bytes written to the client since the handshake
 * @param received bytes read from the client since the handshake
 * @param totalSize bytes of all files in the transfer
 */
public record TransferResult(int exitStatus, long sent, long received, long totalSize) {}
