package org.jrsync.engine.options;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --daemon} was given.
 *
 * @param config {@code --config}, null for the default file
 * @param overrides {@code --dparam} in order, each {@code name=value}
 * @param address {@code --address} to listen on, null for all
 * @param port {@code --port}, 0 when not given
 * @param detach false with {@code --no-detach}
 * @param logFile {@code --log-file}, null when not given
 * @param logFileFormat {@code --log-file-format}: how transfers are logged in every module,
 *     whatever {@code transfer logging} says; null when not given
 * @param ipVersion 4 or 6 with {@code --ipv4} and {@code --ipv6}, 0 for either
 * @param socketOptions {@code --sockopts}, in place of the configured ones; null when not given
 * @param bwlimit {@code --bwlimit} in bytes a second, 0 for none
 * @param verbose how often {@code -v} was given
 * @param protocol {@code --protocol}
 * @param checkConfig {@code --check-config}: only look at the configuration
 * @param remoteShell started with {@code --server} too: one client on standard input, by a remote
 *     shell
 */
@SuppressWarnings("ArrayRecordComponent") // Arguments are bytes; two of these are never compared.
public record DaemonOptions(
    byte @Nullable [] config,
    List<byte[]> overrides,
    byte @Nullable [] address,
    int port,
    boolean detach,
    byte @Nullable [] logFile,
    byte @Nullable [] logFileFormat,
    int ipVersion,
    byte @Nullable [] socketOptions,
    long bwlimit,
    int verbose,
    int protocol,
    boolean checkConfig,
    boolean remoteShell) {

  /** {@code --daemon} alone. */
  public static final DaemonOptions DEFAULT =
      new DaemonOptions(
          null,
          List.of(),
          null,
          0,
          true,
          null,
          null,
          0,
          null,
          0,
          0,
          Options.NEWEST_PROTOCOL,
          false,
          false);
}
