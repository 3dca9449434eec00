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

  static final int LAST_PORT = 65_535;

  private static final int MOST_WORKERS = 10_000;

  private final ModuleConfig defaults;
  private final List<ModuleConfig> modules;
  private final List<String> warnings;
  private final List<Problem> problems;
  private final ListenerModel listener;
  private final TlsFiles tls;

  DaemonConfig(
      Values globals,
      VariableExpander variables,
      ModuleConfig defaults,
      List<ModuleConfig> modules,
      List<String> warnings,
      List<Problem> problems) {
    super(globals, filled(globals, variables));
    this.defaults = defaults;
    this.modules = List.copyOf(modules);
    this.warnings = List.copyOf(warnings);
    this.problems = List.copyOf(problems);
    this.listener = ListenerModel.of(this);
    checkOwn();
    TlsFiles.check(this);
    this.tls = TlsFiles.of(this);
  }

  /** Numbers of our own directives are checked, unlike rsync's. */
  private void checkOwn() {
    for (Parameter p : Parameter.values()) {
      if (p.state() == Parameter.State.OURS
          && p.type() == Parameter.Type.INTEGER
          && (p.scope() == Parameter.Scope.GLOBAL ? number(p) : lowest(p)) < 0) {
        throw new ConfigException("\"" + p.label() + "\" must not be negative");
      }
    }
    if (number(Parameter.TRANSFER_WORKER_THREADS) > MOST_WORKERS) {
      throw new ConfigException("\"transfer-worker-threads\" is at most " + MOST_WORKERS);
    }
    String busy = text(Parameter.WHEN_WORKERS_ARE_BUSY);
    if (!busy.equals("wait") && !busy.equals("refuse")) {
      throw new ConfigException(
          "\"when workers are busy\" is one of wait and refuse, not \"" + busy + "\"");
    }
  }

  private int lowest(Parameter p) {
    int lowest = defaults.number(p);
    for (ModuleConfig module : modules) {
      lowest = Math.min(lowest, module.number(p));
    }
    return lowest;
  }

  /** Which threads run sessions. */
  public ListenerModel listener() {
    return listener;
  }

  /** How many transfers run at once in the hybrid model. */
  public int transferWorkers() {
    int configured = number(Parameter.TRANSFER_WORKER_THREADS);
    return configured == 0 ? 2 * Runtime.getRuntime().availableProcessors() : configured;
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

  /** The same things, with their places. */
  public List<Problem> problems() {
    return problems;
  }

  /** The configured port, or the service's own. */
  public int port() {
    int port = number(Parameter.PORT);
    return port == 0 ? DEFAULT_PORT : port;
  }

  /** The port where clients speak TLS; 0 for none. */
  public int tlsPort() {
    return number(Parameter.TLS_PORT);
  }

  /** With what TLS is spoken there. */
  public TlsFiles tls() {
    return tls;
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

  /** Whether every connection begins with what a proxy says of its client. */
  public boolean proxied() {
    return flag(Parameter.PROXY_PROTOCOL);
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
