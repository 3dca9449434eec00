package org.jrsync.engine.tree;

import java.util.function.UnaryOperator;
import org.jrsync.engine.options.Options;

/** How a transfer with certain options sees its trees. */
public final class TreeViews {
  private TreeViews() {}

  /**
   * Makes the view of a tree that the options ask for, which may be the tree itself. How a module
   * stores links is not asked for, and an affair of its tree.
   */
  public static UnaryOperator<Tree> of(Options options) {
    return tree -> {
      boolean fake = options.attributes.superUser().isFake();
      Tree stored = fake ? new FakeSuperTree(tree, options.sender) : tree;
      Tree seen = options.openNoatime ? new UntouchedTree(stored) : stored;
      return options.linkRules.munge() && !options.daemon ? munged(seen, !options.sender) : seen;
    };
  }

  /** A link's target as such a tree stores it. */
  public static byte[] mungedTarget(byte[] target) {
    return MungedTargets.stored(target);
  }

  /**
   * The same tree, whose symbolic links are stored in a form that leads nowhere.
   *
   * @param receiving whether it is a destination
   * @see MungedTargets
   */
  public static Tree munged(Tree tree, boolean receiving) {
    return new MungedTree(tree, new MungedTargets(receiving));
  }
}
