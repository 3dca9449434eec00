package org.jrsync.daemon.host;

import java.util.function.BiFunction;
import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.daemon.log.LogFiles;
import org.jrsync.daemon.log.LogLease;
import org.jrsync.daemon.log.LogSink;
import org.jrsync.daemon.log.StreamLog;
import org.jrsync.daemon.session.ModuleLogs;
import org.jspecify.annotations.Nullable;

/**
 * Where lines go: into the file that the command line or the configuration names, else into the
 * system's log. A daemon in the foreground shows them instead, unless the configuration says as
 * what they are to be in the system's log.
 */
public final class DaemonLogs implements ModuleLogs {

  private final LogFiles files;
  private volatile LogFiles later;
  private final @Nullable String forAll;
  private final @Nullable StreamLog foreground;
  private final BiFunction<String, String, LogSink> system;

  /**
   * @param forAll the path of a file that takes the lines of all modules, null for none
   * @param foreground null for a daemon in the background
   * @param system the system's log for a tag and the name of a facility
   */
  public DaemonLogs(
      LogFiles files,
      @Nullable String forAll,
      @Nullable StreamLog foreground,
      BiFunction<String, String, LogSink> system) {
    this.files = files;
    this.later = files;
    this.forAll = forAll;
    this.foreground = foreground;
    this.system = system;
  }

  @Override
  public LogSink of(ModuleConfig module) {
    String path = path(module);
    return filesOf(path).at(path, other(module));
  }

  @Override
  public LogLease lease(ModuleConfig module) {
    // One for each user or host must not stay open for all of them.
    return forAll == null && module.varies(Parameter.LOG_FILE)
        ? filesOf(path(module)).lease(path(module), other(module))
        : LogLease.lasting(of(module));
  }

  /**
   * From now on files are opened in another place, but for those that are open.
   *
   * @param confined opens them there
   */
  public void confine(LogFiles confined) {
    later = confined;
  }

  private LogFiles filesOf(String path) {
    return files.has(path) ? files : later;
  }

  private String path(ModuleConfig module) {
    return forAll == null ? module.logFile() : forAll;
  }

  private LogSink other(ModuleConfig module) {
    LogSink shown = foreground;
    return shown != null && !module.namesSystemLog()
        ? shown
        : system.apply(module.syslogTag(), module.syslogFacility());
  }
}
