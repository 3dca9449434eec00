package org.jrsync.daemon.log;

import org.jrsync.engine.report.SystemLog;
import org.jrsync.engine.report.SystemLog.Severity;

/** The log of the system as one of the daemon's. */
public final class SystemLogSink implements LogSink {

  private final SystemLog log;

  public SystemLogSink(SystemLog log) {
    this.log = log;
  }

  @Override
  public void line(long writer, String text) {
    log.line(Severity.INFO, writer, text);
  }

  @Override
  public void warning(long writer, String text) {
    log.line(Severity.WARNING, writer, text);
  }
}
