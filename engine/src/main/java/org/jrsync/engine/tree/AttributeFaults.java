package org.jrsync.engine.tree;

/** Told of files of a tree whose attribute of {@code --fake-super} is of no use. */
public interface AttributeFaults {

  /** Tells nobody. */
  AttributeFaults SILENT =
      new AttributeFaults() {
        @Override
        public void unreadable(byte[] path, int errno) {}

        @Override
        public byte[] shown(byte[] path) {
          return path;
        }
      };

  /**
   * The attribute cannot be read, so that the file counts as it is.
   *
   * @param path in the tree
   */
  void unreadable(byte[] path, int errno);

  /** A path of the tree as messages show it; called on whatever thread does the file work. */
  byte[] shown(byte[] path);
}
