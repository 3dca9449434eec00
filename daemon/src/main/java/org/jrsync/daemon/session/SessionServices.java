package org.jrsync.daemon.session;

import java.util.function.Supplier;
import org.jrsync.daemon.access.HostLookup;
import org.jrsync.daemon.auth.Accounts;
import org.jrsync.daemon.auth.Authenticator;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.hook.HookProcess;

/**
 * What all sessions of a daemon share. Every part is safe for any number of threads.
 *
 * @param config the configuration as it is when a client comes
 * @param motd finds the message of the day
 * @param hooks runs the commands of modules
 * @param root whether the daemon runs as root
 * @param ownUser the daemon's user id
 */
public record SessionServices(
    Supplier<DaemonConfig> config,
    MessageOfTheDay motd,
    HostLookup lookup,
    Authenticator authenticator,
    Accounts accounts,
    SlotTable slots,
    ModuleLogs logs,
    TransferRunner transfers,
    HookProcess hooks,
    boolean root,
    int ownUser) {}
