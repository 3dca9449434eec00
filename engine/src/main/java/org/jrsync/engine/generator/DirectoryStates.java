package org.jrsync.engine.generator;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** What the generator remembers of directories until they are finished, by directory number. */
final class DirectoryStates {
  private final BitSet missing = new BitSet();
  private final BitSet created = new BitSet();
  private final Map<Integer, Integer> modes = new HashMap<>();

  /** The directory could not be made, or is not made in a dry run: nothing is done in it. */
  void markMissing(int directory) {
    missing.set(directory);
  }

  boolean isMissing(int directory) {
    return missing.get(directory);
  }

  /** The directory was made ahead of its turn, so that it still counts as new. */
  void markCreated(int directory) {
    created.set(directory);
  }

  boolean isCreated(int directory) {
    return created.get(directory);
  }

  /** The mode that a directory has to get back, after having been opened to its owner. */
  void restoreMode(int directory, int mode) {
    modes.put(directory, mode);
  }

  /** The mode to give back, 0 when it was left alone. */
  int takeMode(int directory) {
    Integer mode = modes.remove(directory);
    return mode == null ? 0 : mode;
  }
}
