package org.jrsync.engine.options;

/**
 * One filter option in the order of the command line.
 *
 * @param kind which option it was
 * @param text its argument: a rule, a pattern, or the name of a file of patterns
 * @param traced level of {@code --debug=filter} when it was given: rules are read in the order of
 *     the options, and one that comes later tells nothing of them
 * @param deleteExcluded whether {@code --delete-excluded} was given before
 * @param nulls whether {@code --from0} was given before
 */
@SuppressWarnings("ArrayRecordComponent") // Arguments are bytes; two directives are never compared.
public record FilterDirective(
    Kind kind, byte[] text, int traced, boolean deleteExcluded, boolean nulls) {

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
