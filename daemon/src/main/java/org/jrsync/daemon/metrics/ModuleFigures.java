package org.jrsync.daemon.metrics;

/**
 * The sessions of one module.
 *
 * @param active those that run a transfer of it or wait for a thread to
 * @param served transfers that ended with exit status 0
 * @param failed transfers that ended otherwise
 * @param sent bytes to its clients since their handshakes
 * @param received bytes from its clients since their handshakes
 */
public record ModuleFigures(int active, long served, long failed, long sent, long received) {}
