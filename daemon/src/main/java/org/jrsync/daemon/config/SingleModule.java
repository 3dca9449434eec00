package org.jrsync.daemon.config;

import java.util.List;

/** The configuration of a daemon that serves one directory and was told so on the command line. */
public final class SingleModule {

  private SingleModule() {}

  /**
   * A module that everybody who can connect may read.
   *
   * @param name the module's name
   * @param path its directory, a text of bytes
   * @param comment what the list of modules says of it
   * @param writable whether everybody may write too
   * @param user the user id that files are touched as, which is the daemon's own
   * @param group the group likewise
   */
  public static DaemonConfig of(
      String name, String path, String comment, boolean writable, int user, int group) {
    Values globals = Values.initial();
    Values module = globals.copy();
    module.set(Parameter.NAME, name);
    module.set(Parameter.PATH, path);
    module.set(Parameter.COMMENT, comment);
    module.set(Parameter.READ_ONLY, !writable);
    module.set(Parameter.REVERSE_LOOKUP, false);
    module.set(Parameter.USE_CHROOT, false);
    // Links are stored as they come: what would lead out of the directory is not followed anyway.
    module.set(Parameter.MUNGE_SYMLINKS, false);
    module.set(Parameter.UID, Integer.toUnsignedString(user));
    module.set(Parameter.GID, Integer.toUnsignedString(group));
    globals.set(Parameter.REVERSE_LOOKUP, false);
    return new DaemonConfig(
        globals, new ModuleConfig(globals), List.of(new ModuleConfig(module)), List.of());
  }
}
