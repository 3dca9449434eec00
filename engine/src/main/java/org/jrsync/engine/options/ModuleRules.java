package org.jrsync.engine.options;

import org.jspecify.annotations.Nullable;

/**
 * What a daemon's module adds to the options of its clients, which need not know of it.
 *
 * @param ignoreIdNames "numeric ids": names of users and groups are neither sent nor looked up
 *     here, while the list still has room for them
 * @param chmod "incoming chmod" where this side receives, else "outgoing chmod": rules of {@code
 *     --chmod}, already validated, that come after the client's and, where files are received, hold
 *     even if permissions are not preserved; null for none
 * @param devices whether clients may have devices made; a refused one is an error of that entry
 * @param ownTempDir whether the directory of temporary files is the module's "temp dir", which may
 *     be hidden from clients
 * @param hidesUnreadable "ignore nonreadable": what the module's user may not read, symbolic links
 *     apart, is as if it were not there, neither listed nor deleted
 */
public record ModuleRules(
    boolean ignoreIdNames,
    @Nullable String chmod,
    boolean devices,
    boolean ownTempDir,
    boolean hidesUnreadable) {

  /** Nothing added. */
  public static final ModuleRules NONE = new ModuleRules(false, null, true, false, false);
}
