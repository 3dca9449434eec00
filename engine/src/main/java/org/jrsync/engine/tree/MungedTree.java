package org.jrsync.engine.tree;

/** A tree whose symbolic links are stored in a form that leads nowhere: {@code --munge-links}. */
final class MungedTree extends TreeView {
  private final MungedTargets targets;

  MungedTree(Tree tree, MungedTargets targets) {
    super(tree);
    this.targets = targets;
  }

  @Override
  Tree over(Tree other) {
    return new MungedTree(other, targets);
  }

  @Override
  public byte[] readLink(byte[] path) {
    return targets.shown(tree.readLink(path));
  }

  @Override
  public void symlink(byte[] target, byte[] path) {
    tree.symlink(MungedTargets.stored(target), path);
  }
}
