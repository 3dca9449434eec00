package org.jrsync.daemon.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A complete, validated configuration. Immutable; running sessions keep theirs when it is read
 * anew.
 */
public final class DaemonConfig extends Settings {

  /** The port of the rsync service, for a configuration that names none. */
  public static final int DEFAULT_PORT = 873;

  private final ModuleConfig defaults;
  private final List<ModuleConfig> modules;
  private final List<String> warnings;

  DaemonConfig(
      Values globals, ModuleConfig defaults, List<ModuleConfig> modules, List<String> warnings) {
    super(globals);
    this.defaults = defaults;
    this.modules = List.copyOf(modules);
    this.warnings = List.copyOf(warnings);
  }

  /** What holds before a module is chosen: module parameters that stand outside every section. */
  public ModuleConfig defaults() {
    return defaults;
  }

  /** The modules in the order of their first appearance. */
  public List<ModuleConfig> modules() {
    return modules;
  }

  /** The module with exactly this name, the last one if several came to have it, or null. */
  public @Nullable ModuleConfig module(String name) {
    for (int i = modules.size() - 1; i >= 0; i--) {
      if (modules.get(i).name().equals(name)) {
        return modules.get(i);
      }
    }
    return null;
  }

  /** Lines for the log about things in the file that were passed over. */
  public List<String> warnings() {
    return warnings;
  }

  /** The configured port, or the service's own. */
  public int port() {
    int port = number(Parameter.PORT);
    return port == 0 ? DEFAULT_PORT : port;
  }

  /** The address to listen on; empty for all. */
  public String address() {
    return text(Parameter.ADDRESS);
  }

  public String pidFile() {
    return text(Parameter.PID_FILE);
  }

  public String motdFile() {
    return text(Parameter.MOTD_FILE);
  }

  public int listenBacklog() {
    return number(Parameter.LISTEN_BACKLOG);
  }

  /** Whether any part of the configuration wants the names of clients. */
  public boolean wantsNames() {
    if (defaults.reverseLookup()) {
      return true;
    }
    for (ModuleConfig module : modules) {
      if (module.reverseLookup()) {
        return true;
      }
    }
    return false;
  }
}
