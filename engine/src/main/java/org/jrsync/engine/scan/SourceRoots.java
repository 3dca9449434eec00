package org.jrsync.engine.scan;

import java.util.ArrayList;
import java.util.List;
import org.jrsync.engine.tree.Tree;

/** All roots of a transfer, few of them open at once however many arguments there are. */
final class SourceRoots {

  private static final int MOST_OPEN = 16;

  private final Sources sources;
  private final List<SourceRoot> roots = new ArrayList<>();
  // The latest used is last.
  private final List<SourceRoot> open = new ArrayList<>();

  SourceRoots(Sources sources) {
    this.sources = sources;
  }

  /** The root for a directory and prefix; neighbours in the arguments share theirs. */
  SourceRoot root(byte[] directory, byte[] prefix) {
    int oldest = Math.max(0, roots.size() - MOST_OPEN);
    for (int i = roots.size() - 1; i >= oldest; i--) {
      SourceRoot root = roots.get(i);
      if (root.is(directory, prefix)) {
        return root;
      }
    }
    SourceRoot root = new SourceRoot(sources, directory, prefix);
    roots.add(root);
    return root;
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
  }
}
