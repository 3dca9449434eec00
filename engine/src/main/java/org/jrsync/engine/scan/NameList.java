package org.jrsync.engine.scan;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of what is to be sent, one after the other, as they become known. */
@FunctionalInterface
public interface NameList {

  /** The next name, waiting for it where it has to come from elsewhere; null at the end. */
  byte @Nullable [] next();

  /** Names that are all known. */
  static NameList of(List<byte[]> names) {
    Iterator<byte[]> all = names.iterator();
    return () -> all.hasNext() ? all.next() : null;
  }
}
