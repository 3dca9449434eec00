package org.jrsync.posix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments and the environment that the process was started with, as bytes. The JVM has turned
 * both into text by the time {@code main} runs, and lost what is not valid in the locale's charset.
 */
public final class ProcessArguments {
  /**
   * The kernel's own bound on both together is 6 MiB by default; this leaves room for larger
   * settings.
   */
  private static final int LIMIT = 256 << 20;

  private static volatile byte @Nullable [] environment;

  private ProcessArguments() {}

  /**
   * The last arguments, which are those that {@code main} got.
   *
   * @param count how many {@code main} got
   */
  public static byte[][] last(int count) {
    byte[][] all = all();
    if (count > all.length) {
      throw new IllegalArgumentException(count + " arguments of " + all.length);
    }
    return Arrays.copyOfRange(all, all.length - count, all.length);
  }

  /** All arguments, the JVM's own first. */
  public static byte[][] all() {
    return split(SystemFile.read("/proc/self/cmdline", LIMIT));
  }

  /**
   * The environment, each entry {@code NAME=value}. It is read once: a process that has become
   * another user may not read it any more.
   */
  public static byte[][] environment() {
    byte[] known = environment;
    if (known == null) {
      known = SystemFile.read("/proc/self/environ", LIMIT);
      environment = known;
    }
    return split(known);
  }

  /** The value of an environment variable, or null where there is none. */
  public static byte @Nullable [] variable(String name) {
    byte[] start = Ascii.bytes(name.concat("="));
    for (byte[] entry : environment()) {
      if (startsWith(entry, start)) {
        return Arrays.copyOfRange(entry, start.length, entry.length);
      }
    }
    return null;
  }

  /**
   * The path of the program that runs, which is the JVM's launcher: what a process starts to run
   * itself again.
   */
  public static byte[] executable() {
    try (ConfinedTree self = ConfinedTree.open(Ascii.bytes("/proc/self"), Policy.OPERATOR)) {
      return self.readLink(Ascii.bytes("exe"));
    }
  }

  static boolean startsWith(byte[] entry, byte[] start) {
    return entry.length >= start.length
        && Arrays.equals(entry, 0, start.length, start, 0, start.length);
  }

  private static byte[][] split(byte[] content) {
    List<byte[]> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < content.length; i++) {
      if (content[i] == 0) {
        parts.add(Arrays.copyOfRange(content, start, i));
        start = i + 1;
      }
    }
    if (start < content.length) {
      parts.add(Arrays.copyOfRange(content, start, content.length));
    }
    return parts.toArray(new byte[0][]);
  }
}
