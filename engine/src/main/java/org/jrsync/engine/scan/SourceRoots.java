package org.jrsync.engine.scan;

import java.util.ArrayList;
import java.util.List;
import org.jrsync.engine.tree.Tree;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.RsyncException;

/**
 * All roots of a transfer, few of them open at once however many arguments there are. What is kept
 * of where entries come from takes its memory here.
 */
final class SourceRoots {

  private static final int MOST_OPEN = 16;

  /** About what a root takes besides its paths. */
  private static final int ROOT_BYTES = 256;

  private final Sources sources;
  private final MemoryBudget memory;
  private long reserved;
  private final List<SourceRoot> latest = new ArrayList<>();
  // The latest used is last.
  private final List<SourceRoot> open = new ArrayList<>();

  /**
   * @param memory what the roots' memory is taken from, until they are closed
   */
  SourceRoots(Sources sources, MemoryBudget memory) {
    this.sources = sources;
    this.memory = memory;
  }

  /** The root for a directory and prefix; neighbours in the arguments share theirs. */
  SourceRoot root(byte[] directory, byte[] prefix) {
    for (int i = latest.size() - 1; i >= 0; i--) {
      SourceRoot root = latest.get(i);
      if (root.is(directory, prefix)) {
        return root;
      }
    }
    SourceRoot root = new SourceRoot(sources, directory, prefix);
    reserve(ROOT_BYTES + root.pathBytes());
    if (latest.size() == MOST_OPEN) {
      latest.removeFirst();
    }
    latest.add(root);
    return root;
  }

  /**
   * Takes memory for what is kept until the end.
   *
   * @throws RsyncException when the session's limit would be passed
   */
  void reserve(int bytes) {
    memory.reserve(bytes, "memory for the sources");
    reserved += bytes;
  }

  /** The root's tree, open until {@link #MOST_OPEN} others were used. */
  Tree tree(SourceRoot root) {
    int last = open.size() - 1;
    if (last >= 0 && open.get(last) == root) {
      return root.tree();
    }
    Tree tree = root.tree();
    open.remove(root);
    if (open.size() == MOST_OPEN) {
      open.removeFirst().close();
    }
    open.add(root);
    return tree;
  }

  void close() {
    open.forEach(SourceRoot::close);
    open.clear();
    memory.release(reserved);
    reserved = 0;
  }
}
