package org.jrsync.engine.tree;

/** Arguments of a daemon's client: paths within the module. */
public final class ModuleAnchor implements Anchor {
  private static final byte[] HERE = {'.'};

  private final Tree root;
  private final byte[] name;

  /**
   * @param root the module's root, which confines all
   * @param name the module's name
   */
  public ModuleAnchor(Tree root, byte[] name) {
    this.root = root;
    this.name = name;
  }

  @Override
  public Tree tree() {
    return root;
  }

  @Override
  public Tree enter(byte[] dir) {
    return root.subtree(dir);
  }

  @Override
  public byte[] shown(byte[] dir) {
    return java.util.Arrays.equals(dir, HERE) ? new byte[0] : dir;
  }

  @Override
  public byte[] module() {
    return name;
  }
}
