package org.jrsync.engine.scan;

import java.util.ArrayList;
import java.util.List;

/**
 * Where an entry comes from; its number is the entry's mark in the list. A directory that is only
 * implied by relative arguments has an origin of its own, with the rest of those arguments to be
 * sent in its segment.
 */
final class Origin {

  /**
   * The rest of a relative argument below an implied directory.
   *
   * @param root where the argument's content comes from
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Pending(byte[] path, SourceArgument.Kind kind, SourceRoot root) {}

  final SourceRoot root;
  final List<Pending> pending = new ArrayList<>(0);

  Origin(SourceRoot root) {
    this.root = root;
  }
}
