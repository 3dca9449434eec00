package org.jrsync.daemon.host;

import java.util.Map;
import java.util.function.BiFunction;
import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.log.LogFiles;
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
    this.forAll = forAll;
    this.foreground = foreground;
    this.system = system;
  }

  @Override
  public LogSink of(ModuleConfig module) {
    return of(module, Map.of());
  }

  @Override
  public LogSink of(ModuleConfig module, Map<String, String> session) {
    String path = forAll == null ? module.logFile() : forAll;
    LogSink shown = foreground;
    LogSink other =
        shown != null && !module.namesSystemLog()
            ? shown
            : system.apply(module.syslogTag(session), module.syslogFacility());
    return files.at(path, other);
  }
}
