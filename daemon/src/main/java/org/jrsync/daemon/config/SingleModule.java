package org.jrsync.daemon.config;

import java.util.List;
import org.jrsync.posix.FileStat;
import org.jspecify.annotations.Nullable;

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
   * @param owner whom files are touched as, by a daemon that runs as root; null for a daemon that
   *     has nobody to become
   */
  public static DaemonConfig of(
      String name, String path, String comment, boolean writable, @Nullable FileStat owner) {
    Values globals = Values.initial();
    Values module = globals.copy();
    module.set(Parameter.NAME, name);
    module.set(Parameter.PATH, path);
    module.set(Parameter.COMMENT, comment);
    module.set(Parameter.READ_ONLY, !writable);
    module.set(Parameter.REVERSE_LOOKUP, false);
    // Links are stored as they come: the directory is a root of its own, out of which none leads.
    module.set(Parameter.USE_CHROOT, true);
    module.set(Parameter.MUNGE_SYMLINKS, false);
    module.set(Parameter.NUMERIC_IDS, false);
    if (owner != null) {
      module.set(Parameter.UID, Integer.toUnsignedString(owner.uid()));
      module.set(Parameter.GID, Integer.toUnsignedString(owner.gid()));
    }
    // Whoever can connect could otherwise make a program that runs as the owner, or a way to a
    // disk.
    module.set(Parameter.INCOMING_CHMOD, "u-s,g-s");
    module.set(Parameter.DEVICES, false);
    globals.set(Parameter.REVERSE_LOOKUP, false);
    return new DaemonConfig(
        globals,
        VariableExpander.NONE,
        new ModuleConfig(globals, VariableExpander.NONE),
        List.of(new ModuleConfig(module, VariableExpander.NONE)),
        List.of(),
        List.of());
  }
}
