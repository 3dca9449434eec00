package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.time.ZoneId;
import org.jrsync.engine.TransferResult;
import org.jrsync.engine.TransferStats;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.MessageRouting;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.OptionsBuilder;
import org.jrsync.engine.options.UsageException;
import org.jrsync.engine.report.LogLine;
import org.jrsync.engine.report.Reporter;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.LinkTrust;
import org.jrsync.posix.OpenFlags;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.Signals;
import org.jrsync.posix.TrustedPath;
import org.jrsync.wire.MessageCode;
import org.jspecify.annotations.Nullable;

/**
 * The file of {@code --log-file} on a client, or on a server that was asked for one by {@code -M}.
 * It gets what is told about the run, whatever of it the person at the client sees, each line with
 * a time stamp. Safe for any thread.
 */
public final class RunLog implements AutoCloseable {
  /** Mode of a new file, lessened by the umask. */
  private static final int MODE = 0644;

  /** Longest text of a line, in bytes. */
  private static final int LONGEST = 2047;

  /** Of a run without a log file. */
  public static final RunLog NONE = new RunLog(null);

  private final ZoneId zone = ZoneId.systemDefault();
  private final long process = Signals.processId();
  private @Nullable FileHandle file;

  private RunLog(@Nullable FileHandle file) {
    this.file = file;
  }

  /**
   * Opens the file that the options name. One that cannot be opened is told of and left out, as the
   * run does not depend on it.
   */
  public static RunLog open(Options options, Reporter reporter) {
    byte @Nullable [] path = options.messages.logFile();
    if (path == null || path.length == 0) {
      return NONE;
    }
    try {
      LinkTrust trust = OperatorLinks.ofFiles(options, reporter);
      return new RunLog(
          TrustedPath.openWrite(path, OpenFlags.CREATE | OpenFlags.APPEND, MODE, trust));
    } catch (PosixException e) {
      String reason = e.numberedReason();
      String role = options.server ? "server" : "client";
      tell(
          reporter,
          MessageCode.ERROR,
          "rsync: ["
              + role
              + "] failed to open log-file "
              + new String(path, ISO_8859_1)
              + ": "
              + reason);
      // A server that has no peer to tell yet says it where errors go.
      MessageCode rest = options.server ? MessageCode.ERROR : MessageCode.INFO;
      tell(reporter, rest, "Ignoring \"log file\" setting.");
      return NONE;
    }
  }

  /** Opens the file that had been named when a mistake in the arguments was met. */
  public static RunLog open(UsageException mistake) {
    OptionsBuilder options = new OptionsBuilder();
    options.messages = new MessageRouting(MessageRouting.Stderr.ERRORS, mistake.logFile(), null);
    // Where there is no log, the mistake alone is told.
    return open(options.build(), (code, text) -> {});
  }

  private static void tell(Reporter reporter, MessageCode code, String line) {
    reporter.report(code, (line + "\n").getBytes(ISO_8859_1));
  }

  /** Passes messages on, and keeps those that a log is to have. */
  public Reporter over(Reporter shown) {
    return (code, text) -> {
      if (code != MessageCode.CLIENT) {
        write(text);
      }
      shown.report(code, text);
    };
  }

  /** Writes one line; whether it has an end already does not matter. */
  public void write(byte[] line) {
    if (file == null) {
      return;
    }
    int length = Math.min(line.length, LONGEST);
    if (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r')) {
      length--;
    }
    byte[] entry =
        LogLine.format(Instant.now(), zone, process, new String(line, 0, length, ISO_8859_1));
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
    write(line.getBytes(ISO_8859_1));
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
