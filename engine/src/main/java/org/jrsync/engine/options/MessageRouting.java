package org.jrsync.engine.options;

import org.jspecify.annotations.Nullable;

/**
 * Where messages go.
 *
 * @param stderr {@code --stderr}
 * @param logFile {@code --log-file}, null when not given
 * @param logFileFormat how entries are shown there, null where nobody has a log file
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares these.
public record MessageRouting(
    Stderr stderr, byte @Nullable [] logFile, byte @Nullable [] logFileFormat) {

  /** What {@code --stderr} chooses. */
  public enum Stderr {
    /** A server's errors go straight to its standard error, where it has one. */
    ERRORS,
    /** All messages of both sides go to standard error, each side's to its own. */
    ALL,
    /** All messages of a server go to its client. */
    CLIENT
  }

  /** Nothing given. */
  public static final MessageRouting DEFAULT = new MessageRouting(Stderr.ERRORS, null, null);

  private static final String DEFAULT_FORMAT = "%i %n%L";

  /** With a log file, whose entries are itemized unless another format is given. */
  static MessageRouting of(int stderr, byte @Nullable [] logFile, byte @Nullable [] format) {
    Stderr mode = stderr == 2 ? Stderr.ERRORS : stderr == 1 ? Stderr.ALL : Stderr.CLIENT;
    if (logFile == null) {
      return new MessageRouting(mode, null, null);
    }
    return new MessageRouting(mode, logFile, format == null ? Bytes.of(DEFAULT_FORMAT) : format);
  }

  /** The same without a log file, for a side whose peer in this process writes it. */
  public MessageRouting withoutLog() {
    return new MessageRouting(stderr, null, logFileFormat);
  }

  /** Whether the log file's format has an escape. */
  public boolean logs(char escape) {
    return logFileFormat != null && OutFormat.has(Bytes.text(logFileFormat), escape);
  }
}
