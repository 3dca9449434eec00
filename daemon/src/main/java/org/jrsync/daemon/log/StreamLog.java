package org.jrsync.daemon.log;

import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import org.jrsync.engine.report.LogLine;

/** A log on a stream, for a daemon in the foreground without a log file. */
public final class StreamLog implements LogSink {

  private final PrintStream stream;
  private final ZoneId zone = ZoneId.systemDefault();

  public StreamLog(PrintStream stream) {
    this.stream = stream;
  }

  @Override
  public void line(long writer, String text) {
    byte[] line = LogLine.format(Instant.now(), zone, writer, text);
    synchronized (this) {
      stream.write(line, 0, line.length);
      stream.flush();
    }
  }
}
