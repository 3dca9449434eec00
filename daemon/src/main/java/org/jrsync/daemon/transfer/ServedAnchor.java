package org.jrsync.daemon.transfer;

import java.util.Arrays;
import org.jrsync.engine.tree.Anchor;
import org.jrsync.engine.tree.Tree;

/** A module as the place where a client's arguments begin. */
final class ServedAnchor implements Anchor {

  private static final byte[] NOTHING = {};
  private static final byte[] ROOT = {'/'};

  private final Tree tree;
  private final byte[] module;
  private final boolean chroot;

  /**
   * @param tree the module's root, which confines everything
   * @param module the module's name
   * @param chroot whether messages show the module's root as that of the file system
   */
  ServedAnchor(Tree tree, byte[] module, boolean chroot) {
    this.tree = tree;
    this.module = module;
    this.chroot = chroot;
  }

  @Override
  public Tree tree() {
    return tree;
  }

  @Override
  public Tree enter(byte[] dir) {
    return tree.subtree(dir);
  }

  @Override
  public byte[] shown(byte[] dir) {
    boolean root = dir.length == 1 && dir[0] == '.';
    if (root) {
      return chroot ? ROOT : NOTHING;
    }
    byte[] shown = Arrays.copyOf(ROOT, dir.length + 1);
    System.arraycopy(dir, 0, shown, 1, dir.length);
    return shown;
  }

  @Override
  public byte[] module() {
    return module.clone();
  }
}
