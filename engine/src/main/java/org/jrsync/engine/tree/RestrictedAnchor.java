package org.jrsync.engine.tree;

import java.util.Arrays;

/**
 * Arguments of a user who is restricted to one folder: it is the root of all that they name, and
 * messages show it so.
 */
public final class RestrictedAnchor implements Anchor {
  private static final byte[] ROOT = {'/'};

  private final Tree folder;

  /**
   * @param folder confines all
   */
  public RestrictedAnchor(Tree folder) {
    this.folder = folder;
  }

  @Override
  public Tree tree() {
    return folder;
  }

  @Override
  public Tree enter(byte[] dir) {
    return folder.subtree(dir);
  }

  @Override
  public byte[] shown(byte[] dir) {
    if (dir.length == 1 && dir[0] == '.') {
      return ROOT;
    }
    byte[] shown = Arrays.copyOf(ROOT, dir.length + 1);
    System.arraycopy(dir, 0, shown, 1, dir.length);
    return shown;
  }

  @Override
  public boolean isRoot() {
    return true;
  }
}
