package org.jrsync.engine.receiver;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jrsync.engine.tree.Paths;
import org.jrsync.posix.Errno;
import org.jrsync.posix.PosixException;

/**
 * Names of temporary files: the final name with a dot before it and a random suffix after it, in
 * the same directory, so that a person can tell what was being written.
 */
public final class TemporaryName {
  private static final int ATTEMPTS = 100;
  private static final int NAME_MAX = 255;
  private static final int PATH_MAX = 4096;
  private static final int SUFFIX = 7; // a dot and six characters
  private static final byte[] ALPHABET =
      ascii("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

  private TemporaryName() {}

  /**
   * Makes something under a name.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  public interface Creation<T> {
    /**
     * Makes it, unless something has that name.
     *
     * @throws PosixException if that is not possible, {@link Errno#EEXIST} where the name is taken
     */
    T at(byte[] name);
  }

  /** Nothing could be made. */
  public static final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    private final byte[] name;
    private final PosixException reason;

    Failure(byte[] name, PosixException reason) {
      super(reason);
      this.name = name;
      this.reason = reason;
    }

    /** The name that was tried last. */
    public byte[] name() {
      return name;
    }

    public PosixException reason() {
      return reason;
    }

    public int errno() {
      return reason.errno();
    }
  }

  /**
   * Makes something under a free name beside the file with this path.
   *
   * @throws Failure if that is not possible, or one name after the other is taken
   */
  public static <T> T beside(byte[] path, Creation<T> creation) throws Failure {
    return create(() -> of(path), creation);
  }

  /**
   * As {@link #beside}, but the name is for a directory that is there for temporary files alone: it
   * has no dot before.
   */
  public static <T> T elsewhere(byte[] path, Creation<T> creation) throws Failure {
    return create(() -> bare(path), creation);
  }

  private static <T> T create(Supplier<byte[]> names, Creation<T> creation) throws Failure {
    for (int attempt = 1; ; attempt++) {
      byte[] name = names.get();
      try {
        return creation.at(name);
      } catch (PosixException e) {
        if (e.errno() != Errno.EEXIST || attempt > ATTEMPTS) {
          throw new Failure(name, e);
        }
      }
    }
  }

  /** A new candidate for the file with this path; two calls give different names. */
  private static byte[] of(byte[] path) {
    int leaf = Paths.lastSlash(path) + 1;
    int nameStart = leaf < path.length && path[leaf] == '.' ? leaf + 1 : leaf;
    return name(path, leaf, nameStart);
  }

  private static byte[] bare(byte[] path) {
    int leaf = Paths.lastSlash(path) + 1;
    byte[] dotted = name(Arrays.copyOfRange(path, leaf, path.length), 0, 0);
    return Arrays.copyOfRange(dotted, 1, dotted.length);
  }

  private static byte[] name(byte[] path, int leaf, int nameStart) {
    int room = Math.min(NAME_MAX - 1 - SUFFIX, PATH_MAX - 1 - leaf - 1 - SUFFIX);
    int nameLength = fit(path, nameStart, Math.max(0, Math.min(path.length - nameStart, room - 1)));
    byte[] name = new byte[leaf + 1 + nameLength + SUFFIX];
    System.arraycopy(path, 0, name, 0, leaf);
    name[leaf] = '.';
    System.arraycopy(path, nameStart, name, leaf + 1, nameLength);
    int at = leaf + 1 + nameLength;
    name[at++] = '.';
    ThreadLocalRandom random = ThreadLocalRandom.current();
    while (at < name.length) {
      name[at++] = ALPHABET[random.nextInt(ALPHABET.length)];
    }
    return name;
  }

  /** Shortens so that no multi-byte character is cut and no dot is left before the suffix. */
  private static int fit(byte[] path, int from, int length) {
    int fitted = length;
    if (from + length < path.length && path[from + length] < 0) {
      while (fitted > 0 && path[from + fitted - 1] < 0) {
        fitted--;
      }
    }
    return fitted > 0 && path[from + fitted - 1] == '.' ? fitted - 1 : fitted;
  }

  private static byte[] ascii(String s) {
    return s.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}
