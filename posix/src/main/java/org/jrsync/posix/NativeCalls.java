package org.jrsync.posix;

/** Getting ready for foreign calls ahead of the first one. */
public final class NativeCalls {

  private NativeCalls() {}

  /**
   * Begins to make what the first foreign call needs, on a thread that ends with it. The JVM takes
   * tens of milliseconds for that, which a program that is just starting can spend on its
   * arguments. Whoever comes first to a foreign call waits for the rest.
   */
  public static void prepare() {
    Thread.ofPlatform().daemon().name("jrsync native calls").start(PathResolver::ofSystem);
  }
}
