package org.jrsync.posix;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Lets tests of other modules set the hook of confined trees. */
public final class TreeHook {
  private TreeHook() {}

  /**
   * Sets what is called between the walk to a path and its use, with the call and the path; null
   * for nothing.
   */
  public static void set(@Nullable BiConsumer<String, byte[]> pause) {
    ConfinedTree.hookForTests(pause == null ? null : pause::accept);
  }
}
