package org.jrsync.engine.generator;

import org.jrsync.engine.basis.AlternateDirectories;
import org.jrsync.engine.basis.AlternateDirectory;
import org.jrsync.engine.basis.BasisFile;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jspecify.annotations.Nullable;

/** Finds the further directory whose entry comes nearest to what the list says of one. */
final class AlternateSearch {
  /** How near it comes. */
  enum Level {
    NONE,
    /** It is of the same kind. */
    KIND,
    /** Its content needs no transfer. */
    CONTENT,
    /** Its attributes are right too. */
    EXACT
  }

  private final AlternateDirectories directories;
  private final QuickCheck check;
  private final FileStat stat = new FileStat();
  private int best;

  AlternateSearch(AlternateDirectories directories, QuickCheck check) {
    this.directories = directories;
    this.check = check;
  }

  /** Looks in one directory after the other; the first of those that come nearest is taken. */
  Level find(Candidate c, QuickCheck.Strictness strictness) {
    Level level = Level.NONE;
    int looked = -1;
    for (int i = 0; i < directories.count() && level != Level.EXACT; i++) {
      Level found = levelIn(i, c, strictness);
      looked = i;
      if (found.compareTo(level) > 0) {
        level = found;
        best = i;
      }
    }
    if (level != Level.NONE && looked != best && directories.get(best).lstat(c.path, stat) != 0) {
      return Level.NONE;
    }
    return level;
  }

  private Level levelIn(int index, Candidate c, QuickCheck.Strictness strictness) {
    AlternateDirectory directory = directories.get(index);
    Tree tree = directory.treeFor(c.path);
    if (tree == null || tree.lstat(c.path, stat) != 0 || !sameKind(c.entry.mode, stat.mode())) {
      return Level.NONE;
    }
    if (!check.sameContent(c.entry, tree, c.path, stat, strictness)) {
      return Level.KIND;
    }
    return check.sameAttributes(c.entry, tree, c.path, stat) ? Level.EXACT : Level.CONTENT;
  }

  /** Devices of both types are of one kind, and so are specials. */
  static boolean sameKind(int listed, int there) {
    if (FileMode.isDevice(listed)) {
      return FileMode.isDevice(there);
    }
    if (FileMode.isSpecial(listed)) {
      return FileMode.isSpecial(there);
    }
    return (listed & FileMode.TYPE_MASK) == (there & FileMode.TYPE_MASK);
  }

  /** What the entry that was found is like. */
  FileStat stat() {
    return stat;
  }

  /** The number of the directory that has it. */
  int index() {
    return best;
  }

  /** The entry that was found; null if it is gone again. */
  @Nullable BasisFile file(Candidate c) {
    AlternateDirectory directory = directories.get(best);
    Tree tree = directory.treeFor(c.path);
    return tree == null ? null : new BasisFile(tree, c.path, directory.told(c.path), best, null);
  }
}
