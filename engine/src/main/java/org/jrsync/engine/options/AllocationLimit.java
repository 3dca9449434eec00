package org.jrsync.engine.options;

import org.jspecify.annotations.Nullable;

/**
 * {@code --max-alloc}: what may be taken of memory at once.
 *
 * @param bytes that are too many; 1 MiB or more
 * @param given the option's value as it was given, or that of the environment; null for neither
 */
@SuppressWarnings("ArrayRecordComponent") // Arguments are bytes; nobody compares these.
public record AllocationLimit(long bytes, byte @Nullable [] given) {
  private static final long LEAST = 1024 * 1024;
  private static final long DEFAULT_BYTES = 1024 * LEAST;

  /** What counts where nothing is said: 1 GiB. */
  public static final AllocationLimit DEFAULT = new AllocationLimit(DEFAULT_BYTES, null);

  /**
   * The limit that a value names.
   *
   * @throws UsageException for one that is no size, or less than 1 MiB and not 0
   */
  static AllocationLimit of(byte[] value) {
    long bytes = SizeArgument.parseOrUnlimited("max-alloc", value, 'B', LEAST);
    return new AllocationLimit(bytes == 0 ? Long.MAX_VALUE : bytes, value);
  }

  /** Whether the other side must be told. */
  boolean isUnusual() {
    return bytes != DEFAULT_BYTES;
  }
}
