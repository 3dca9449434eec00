package org.jrsync.engine.metadata;

/** Comparison of modification times under {@code --modify-window}. */
public final class Times {
  private Times() {}

  /**
   * Whether two times count as equal.
   *
   * @param window seconds of tolerance; 0 compares seconds, negative compares nanoseconds too
   */
  public static boolean same(int window, long s1, int ns1, long s2, int ns2) {
    if (window == 0) {
      return s1 == s2;
    }
    if (window < 0) {
      return s1 == s2 && ns1 == ns2;
    }
    long difference = s1 - s2;
    // A wrapped difference has the wrong sign, or is MIN_VALUE: far outside any window.
    if (((s1 ^ s2) & (s1 ^ difference)) < 0) {
      return false;
    }
    return Math.abs(difference) <= window;
  }
}
