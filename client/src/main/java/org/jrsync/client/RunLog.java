package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.time.ZoneId;
import org.jrsync.engine.TransferResult;
import org.jrsync.engine.TransferStats;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.OptionsBuilder;
import org.jrsync.engine.options.UsageException;
import org.jrsync.engine.report.LogLine;
import org.jrsync.engine.report.Reporter;
import org.jrsync.engine.report.SystemLog;
import org.jrsync.engine.report.SystemLog.Severity;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.LinkTrust;
import org.jrsync.posix.OpenFlags;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.Signals;
import org.jrsync.posix.TrustedPath;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.Role;
import org.jspecify.annotations.Nullable;

/**
 * The file of {@code --log-file} on a client, or on a server that was asked for one by {@code -M};
 * the system's log where it cannot be opened. It gets what is told about the run, whatever of it
 * the person at the client sees, each line with a time stamp. Safe for any thread.
 */
public final class RunLog implements AutoCloseable {
  /** Mode of a new file, lessened by the umask. */
  private static final int MODE = 0644;

  /** Longest text of a line, in bytes. */
  private static final int LONGEST = 2047;

  /** Of a run without a log file. */
  public static final RunLog NONE = new RunLog(null, null);

  private final ZoneId zone = ZoneId.systemDefault();
  private final long process = Signals.processId();
  private final @Nullable SystemLog system;
  private @Nullable FileHandle file;

  private RunLog(@Nullable FileHandle file, @Nullable SystemLog system) {
    this.file = file;
    this.system = system;
  }

  /**
   * Opens the file that the options name. One that cannot be opened is told of, and the system's
   * log takes its place.
   */
  public static RunLog open(Options options, Reporter reporter) {
    return open(options, options.server ? Role.SERVER : Role.CLIENT, reporter);
  }

  /**
   * Opens it as {@link #open(Options, Reporter)} does.
   *
   * @param role who says that it cannot be opened
   */
  static RunLog open(Options options, Role role, Reporter reporter) {
    byte @Nullable [] path = options.messages.logFile();
    return path == null || path.length == 0
        ? NONE
        : open(path, options, role, reporter, SystemLog.usual());
  }

  static RunLog open(
      byte[] path, Options options, Role role, Reporter reporter, SystemLog instead) {
    try {
      return new RunLog(file(path, options, reporter), null);
    } catch (PosixException e) {
      RunLog log = new RunLog(null, instead);
      byte[] failure =
          ("rsync: ["
                  + role.text()
                  + "] failed to open log-file "
                  + new String(path, ISO_8859_1)
                  + ": "
                  + e.numberedReason()
                  + "\n")
              .getBytes(ISO_8859_1);
      byte[] rest = "Ignoring \"log file\" setting.\n".getBytes(ISO_8859_1);
      log.error(failure);
      log.info(rest);
      reporter.report(MessageCode.ERROR, failure);
      // A server that has no peer to tell yet says it where errors go.
      reporter.report(options.server ? MessageCode.ERROR : MessageCode.INFO, rest);
      return log;
    }
  }

  private static FileHandle file(byte[] path, Options options, Reporter reporter) {
    LinkTrust trust = OperatorLinks.ofFiles(options, reporter);
    return TrustedPath.openWrite(path, OpenFlags.CREATE | OpenFlags.APPEND, MODE, trust);
  }

  /**
   * Opens the file that had been named when a mistake in the arguments was met. Where there is
   * none, the mistake alone is told.
   */
  public static RunLog open(UsageException mistake) {
    byte[] path = mistake.logFile();
    if (path == null || path.length == 0) {
      return NONE;
    }
    try {
      Options options = new OptionsBuilder().build();
      return new RunLog(file(path, options, (code, text) -> {}), null);
    } catch (PosixException e) {
      return new RunLog(null, SystemLog.usual());
    }
  }

  /** Passes messages on, and keeps those that a log is to have. */
  public Reporter over(Reporter shown) {
    return (code, text) -> {
      if (code != MessageCode.CLIENT) {
        boolean info = code == MessageCode.INFO || code == MessageCode.LOG;
        write(info ? Severity.INFO : Severity.WARNING, text);
      }
      shown.report(code, text);
    };
  }

  /** Writes one line that tells of a failure. */
  public void error(byte[] line) {
    write(Severity.WARNING, line);
  }

  /** Writes one line that tells of anything else. */
  public void info(byte[] line) {
    write(Severity.INFO, line);
  }

  /** Writes one line; whether it has an end already does not matter. */
  private void write(Severity severity, byte[] line) {
    if (file == null && system == null) {
      return;
    }
    int length = Math.min(line.length, LONGEST);
    if (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r')) {
      length--;
    }
    String text = new String(line, 0, length, ISO_8859_1);
    if (system != null) {
      system.line(severity, process, text);
      return;
    }
    byte[] entry = LogLine.format(Instant.now(), zone, process, text);
    synchronized (this) {
      FileHandle open = file;
      if (open != null) {
        try {
          open.write(entry, 0, entry.length);
        } catch (PosixException e) {
          // A full disk must not end a run that would otherwise succeed.
          return;
        }
      }
    }
  }

  /**
   * Writes the figures that close a run, where nothing else has told them.
   *
   * @param sends whether this side does
   * @param status the exit status
   */
  public void finish(Options options, boolean sends, TransferResult result, int status) {
    boolean told = !options.server && options.info(Info.STATS) >= 1 && status == 0;
    if (!told && (status == 0 || sends)) {
      figures(result.stats());
    }
  }

  /** Writes the figures of a sender whose run has ended before its transfer. */
  public void noFigures() {
    figures(new TransferStats());
  }

  /** Writes the figures that close a run, in plain digits whatever {@code -h} says. */
  void figures(TransferStats stats) {
    String line =
        "sent "
            + stats.bytesWritten
            + " bytes  received "
            + stats.bytesRead
            + " bytes  total size "
            + stats.totalSize;
    info(line.getBytes(ISO_8859_1));
  }

  @Override
  public synchronized void close() {
    FileHandle open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }
}
