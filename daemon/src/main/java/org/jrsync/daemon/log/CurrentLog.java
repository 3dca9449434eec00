package org.jrsync.daemon.log;

import java.util.function.Supplier;

/**
 * The log that is the right one at each line.
 *
 * @param log which that is
 */
public record CurrentLog(Supplier<LogSink> log) implements LogSink {

  @Override
  public void line(long writer, String text) {
    log.get().line(writer, text);
  }

  @Override
  public void warning(long writer, String text) {
    log.get().warning(writer, text);
  }

  @Override
  public void internalError(long writer, String text) {
    log.get().internalError(writer, text);
  }
}
