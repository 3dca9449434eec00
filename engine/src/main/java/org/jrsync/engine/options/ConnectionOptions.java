package org.jrsync.engine.options;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the client reaches the other side, and how it writes the arguments for it.
 *
 * @param remoteShell {@code -e}, not yet split into words; null when not given, even if RSYNC_RSH
 *     is set
 * @param rsyncPath {@code --rsync-path}, "rsync" by default
 * @param port {@code --port}, 0 when not given
 * @param address {@code --address}: the local address of the connection, null when not given
 * @param passwordFile {@code --password-file}, null when not given
 * @param connectTimeout {@code --contimeout} in seconds, 0 for none
 * @param blockingIo {@code --blocking-io} and its negation; null when not given
 * @param oldArgs how often {@code --old-args} was given, or RSYNC_OLD_ARGS: 0 escapes remote
 *     arguments for the shell, 1 lets it split file names, 2 and more escape nothing
 * @param secludedArgs {@code -s}: the arguments go through the connection
 * @param remoteOptions {@code -M} in order: options for the server alone
 * @param ipVersion 4 or 6 with {@code --ipv4} and {@code --ipv6}, 0 for either
 * @param socketOptions {@code --sockopts}, null when not given
 * @param earlyInput {@code --early-input}: the file that a daemon's {@code early exec} is to get,
 *     null when not given
 * @param motd whether a daemon's greeting for people is shown
 * @param qsort {@code --qsort}, which servers are told of
 */
@SuppressWarnings("ArrayRecordComponent") // Arguments are bytes; two of these are never compared.
public record ConnectionOptions(
    byte @Nullable [] remoteShell,
    byte[] rsyncPath,
    int port,
    byte @Nullable [] address,
    byte @Nullable [] passwordFile,
    int connectTimeout,
    @Nullable Boolean blockingIo,
    int oldArgs,
    boolean secludedArgs,
    List<byte[]> remoteOptions,
    int ipVersion,
    byte @Nullable [] socketOptions,
    byte @Nullable [] earlyInput,
    boolean motd,
    boolean qsort) {

  /** Nothing given. */
  public static final ConnectionOptions DEFAULT =
      new ConnectionOptions(
          null,
          new byte[] {'r', 's', 'y', 'n', 'c'},
          0,
          null,
          null,
          0,
          null,
          0,
          false,
          List.of(),
          0,
          null,
          null,
          true,
          false);

  /** With a port, as {@code rsync://host:port/} names one. */
  public ConnectionOptions withPort(int newPort) {
    return new ConnectionOptions(
        remoteShell,
        rsyncPath,
        newPort,
        address,
        passwordFile,
        connectTimeout,
        blockingIo,
        oldArgs,
        secludedArgs,
        remoteOptions,
        ipVersion,
        socketOptions,
        earlyInput,
        motd,
        qsort);
  }
}
