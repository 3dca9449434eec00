package org.jrsync.engine.tree;

import java.util.function.UnaryOperator;
import org.jrsync.posix.LinkTrust;

/**
 * An anchor whose trees are seen in another way.
 *
 * @param anchor where arguments begin
 * @param view makes the view of a tree
 */
public record ViewedAnchor(Anchor anchor, UnaryOperator<Tree> view) implements Anchor {

  @Override
  public Tree tree() {
    return view.apply(anchor.tree());
  }

  @Override
  public Tree enter(byte[] dir) {
    return view.apply(anchor.enter(dir));
  }

  @Override
  public Tree enterFollowing(byte[] dir, Runnable refused) {
    return view.apply(anchor.enterFollowing(dir, refused));
  }

  @Override
  public Anchor trusting(LinkTrust trust) {
    return new ViewedAnchor(anchor.trusting(trust), view);
  }

  @Override
  public byte[] shown(byte[] dir) {
    return anchor.shown(dir);
  }

  @Override
  public byte[] module() {
    return anchor.module();
  }

  @Override
  public boolean isRoot() {
    return anchor.isRoot();
  }
}
