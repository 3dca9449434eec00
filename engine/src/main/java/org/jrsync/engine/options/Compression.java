package org.jrsync.engine.options;

import org.jrsync.wire.compress.CompressionType;
import org.jspecify.annotations.Nullable;

/**
 * How file data is to be compressed on its way.
 *
 * @param given how often {@code -z} was given
 * @param choice the name from {@code --compress-choice}, {@code --old-compress} or {@code
 *     --new-compress}, known to be one of an algorithm; null where the sides negotiate
 * @param level {@code --compress-level}, {@link CompressionType#LEVEL_UNSET} when not given; alone,
 *     it asks for compression too
 * @param threads {@code --compress-threads}: threads that compress besides the sender's own, for
 *     algorithms that know such; 0 for none
 * @param skip {@code --skip-compress}: suffixes of files that need no compression, null when not
 *     given. It is passed on to a sender and changes nothing, as with rsync, where no algorithm
 *     heeds it
 */
@SuppressWarnings("ArrayRecordComponent") // The argument's bytes; two of these are never compared.
public record Compression(
    int given, @Nullable String choice, int level, int threads, byte @Nullable [] skip) {

  /** None. */
  public static final Compression NONE =
      new Compression(0, null, CompressionType.LEVEL_UNSET, 0, null);

  /** Whether data is to be compressed, which a level can still put off. */
  public boolean wanted() {
    String name = choice;
    return name == null ? given > 0 || levelGiven() : !is(name, CompressionType.NONE);
  }

  /** Whether there is a level. */
  public boolean levelGiven() {
    return level != CompressionType.LEVEL_UNSET;
  }

  /** Whether the choice is this algorithm. */
  boolean chooses(CompressionType type) {
    String name = choice;
    return name != null && is(name, type);
  }

  private static boolean is(String name, CompressionType type) {
    return CompressionType.forName(name) == type;
  }

  /** The same with fewer threads, if it asks for more. */
  public Compression withThreadsAtMost(int most) {
    return new Compression(given, choice, level, Math.min(threads, most), skip);
  }
}
