package org.jrsync.daemon.host;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jrsync.daemon.config.ConfigException;
import org.jrsync.daemon.config.ConfigLoader;
import org.jrsync.daemon.config.ConfigSource;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.posix.ConfinedTree;
import org.jspecify.annotations.Nullable;

/**
 * The configuration in force. A client that comes after the file was changed finds the new one: it
 * is read completely, checked and then swapped in one step. A file that is wrong leaves the old one
 * in force, and the log says where it is wrong, once for each change of the file.
 */
public final class CurrentConfig implements Supplier<DaemonConfig> {

  private final ConfigSource source;
  private final ConfinedTree operator;
  private final String path;
  private final List<String> overrides;
  private final Function<String, @Nullable String> environment;
  private volatile State state;
  private volatile Consumer<String> log = line -> {};

  private record State(DaemonConfig config, WatchedFiles files) {}

  /**
   * Reads the configuration for the first time.
   *
   * @throws ConfigException when it cannot be used
   */
  public CurrentConfig(
      ConfigSource source,
      ConfinedTree operator,
      String path,
      List<String> overrides,
      Function<String, @Nullable String> environment) {
    this.source = source;
    this.operator = operator;
    this.path = path;
    this.overrides = List.copyOf(overrides);
    this.environment = environment;
    WatchedFiles files = new WatchedFiles(source, operator);
    this.state = new State(load(files), files);
  }

  private DaemonConfig load(WatchedFiles files) {
    return new ConfigLoader(files, path, overrides, environment).load();
  }

  /** From now on, problems with a changed file go here. */
  public void logTo(Consumer<String> sink) {
    log = sink;
  }

  @Override
  public DaemonConfig get() {
    State now = state;
    return now.files().changed() ? reload() : now.config();
  }

  /** The configuration that was read last, however old it is. */
  public DaemonConfig inForce() {
    return state.config();
  }

  /** Reads the file anew whether it has changed or not. */
  public synchronized DaemonConfig reload() {
    State before = state;
    WatchedFiles files = new WatchedFiles(source, operator);
    DaemonConfig config;
    try {
      config = load(files);
      config.warnings().forEach(log);
    } catch (ConfigException e) {
      log.accept("configuration not changed: " + e.getMessage());
      config = before.config();
    }
    state = new State(config, files);
    return config;
  }
}
