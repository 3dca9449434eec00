package org.jrsync.daemon.log;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jrsync.posix.OperatorRoot;
import org.jrsync.posix.PosixException;
import org.jspecify.annotations.Nullable;

/** The log files in use, each open once. */
public final class LogFiles implements AutoCloseable {

  private final OperatorRoot root;
  private final long daemon;
  private final Map<String, @Nullable LogFile> open = new HashMap<>();

  /** Files of single sessions, open for as long as one of them writes. */
  private final Map<String, Leased> leased = new HashMap<>();

  /** The paths of files that were moved away and cannot be begun anew. */
  private final Set<String> lost = new HashSet<>();

  private static final class Leased {
    private final LogFile file;
    private int sessions;

    Leased(LogFile file) {
      this.file = file;
    }
  }

  /**
   * @param daemon the process id, for lines that no session writes
   */
  public LogFiles(long daemon) {
    this(OperatorRoot.SYSTEM, daemon);
  }

  /**
   * @param root where the paths begin
   */
  public LogFiles(OperatorRoot root, long daemon) {
    this.root = root;
    this.daemon = daemon;
  }

  /**
   * The log at a path.
   *
   * @param path a text of bytes; an empty one stands for no file
   * @param fallback takes the lines where there is no file, or none that can be opened
   */
  public synchronized LogSink at(String path, LogSink fallback) {
    if (path.isEmpty()) {
      return fallback;
    }
    LogFile file = open.get(path);
    if (file == null) {
      try {
        file = new LogFile(path, root);
      } catch (PosixException e) {
        if (!open.containsKey(path)) {
          tellOfNone(path, fallback, e);
        }
      }
      open.put(path, file);
    } else if (file.followRotation()) {
      lost.remove(path);
    } else {
      if (lost.add(path)) {
        fallback.warning(daemon, "the log file " + path + " was moved and cannot be made anew");
      }
      return fallback;
    }
    return file == null ? fallback : file;
  }

  /**
   * As {@link #at}, for a file that is closed when the last session which writes to it has given it
   * back.
   */
  public synchronized LogLease lease(String path, LogSink fallback) {
    if (path.isEmpty() || open.containsKey(path)) {
      return LogLease.lasting(at(path, fallback));
    }
    Leased known = leased.get(path);
    if (known == null) {
      try {
        known = new Leased(new LogFile(path, root));
      } catch (PosixException e) {
        tellOfNone(path, fallback, e);
        return LogLease.lasting(fallback);
      }
      leased.put(path, known);
    } else {
      boolean _ = known.file.followRotation();
    }
    known.sessions++;
    Leased mine = known;
    return new LogLease(mine.file, () -> giveBack(path, mine));
  }

  private synchronized void giveBack(String path, Leased mine) {
    if (--mine.sessions == 0) {
      leased.remove(path, mine);
      mine.file.close();
    }
  }

  private void tellOfNone(String path, LogSink fallback, PosixException e) {
    fallback.warning(
        daemon, "rsync: [Receiver] failed to open log-file " + path + ": " + e.numberedReason());
    fallback.line(daemon, "Ignoring \"log file\" setting.");
  }

  /** Whether the log at a path is in use. */
  public synchronized boolean has(String path) {
    return open.containsKey(path);
  }

  /** Opens all of them again, as after a rotation. */
  public synchronized void reopen() {
    for (LogFile file : open.values()) {
      if (file != null) {
        file.reopen();
      }
    }
    leased.values().forEach(each -> each.file.reopen());
  }

  @Override
  public synchronized void close() {
    for (LogFile file : open.values()) {
      if (file != null) {
        file.close();
      }
    }
    open.clear();
    leased.values().forEach(each -> each.file.close());
    leased.clear();
  }
}
