package org.jrsync.engine.options;

/**
 * One filter option in the order of the command line.
 *
 * @param kind which option it was
 * @param text its argument: a rule, a pattern, or the name of a file of patterns
 */
@SuppressWarnings("ArrayRecordComponent") // Arguments are bytes; two directives are never compared.
public record FilterDirective(Kind kind, byte[] text) {

  /** The options that give rules. */
  public enum Kind {
    /** {@code --filter}: a rule in full. */
    FILTER,
    /** {@code --exclude}: a pattern. */
    EXCLUDE,
    /** {@code --include}: a pattern. */
    INCLUDE,
    /** {@code --exclude-from}: a file of exclude patterns, {@code -} for standard input. */
    EXCLUDE_FROM,
    /** {@code --include-from}: a file of include patterns, {@code -} for standard input. */
    INCLUDE_FROM
  }
}
