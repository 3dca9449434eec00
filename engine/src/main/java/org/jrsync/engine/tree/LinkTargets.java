package org.jrsync.engine.tree;

/** How the targets of a tree's symbolic links are stored on disk. */
public interface LinkTargets {

  /** As they are. */
  LinkTargets PLAIN =
      new LinkTargets() {
        @Override
        public byte[] shown(byte[] stored) {
          return stored;
        }

        @Override
        public byte[] stored(byte[] shown) {
          return shown;
        }
      };

  /** The target that the transfer sees for one on disk. */
  byte[] shown(byte[] stored);

  /** What goes to disk for the target that the transfer asks for. */
  byte[] stored(byte[] shown);
}
