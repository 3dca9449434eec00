package org.jrsync.interop.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;

/** What rsync does, which our programs are to do as well. */
final class Reference<T> {
  /** How often rsync is asked again. */
  private static final int AGAIN = 5;

  private final Supplier<T> run;
  private T result;

  /**
   * Runs rsync.
   *
   * @param run plays it, with the same start each time
   */
  Reference(Supplier<T> run) {
    this.run = run;
    this.result = run.get();
  }

  /**
   * Fails unless a result is rsync's. Where rsync differs from itself, as its processes race, any
   * of its results will do.
   */
  void expect(String who, T found) {
    for (int i = 0; i < AGAIN && !found.equals(result); i++) {
      result = run.get();
    }
    assertThat(found).as(who).isEqualTo(result);
  }
}
