package org.jrsync.engine.receiver;

import java.util.Arrays;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.tree.PosixTree;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.Policy;
import org.jrsync.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code --partial-dir} keeps files that were cut off: a directory beside each file, or one
 * absolute directory for all, which the operator named.
 */
public final class PartialDirectory {
  private final byte[] dir;
  private final @Nullable Tree absolute;
  private final FileStat scratch = new FileStat();

  /**
   * @param dir the directory as given: a relative path
   * @param absolute the opened directory when the operator named an absolute one
   */
  public PartialDirectory(byte[] dir, @Nullable Tree absolute) {
    this.dir = dir;
    this.absolute = absolute;
  }

  /** The directory that the options ask for; null for none. */
  public static @Nullable PartialDirectory of(Options options) {
    byte[] dir = options.partialDir;
    if (dir == null || dir.length == 0) {
      return null;
    }
    return new PartialDirectory(dir, dir[0] == '/' ? PosixTree.open(dir, Policy.BENEATH) : null);
  }

  /** A file in some tree. */
  public record Place(Tree tree, byte[] path, boolean inTree) {}

  /** Where the partial copy of a file is kept. */
  public Place placeOf(Tree tree, byte[] path) {
    int slash = lastSlash(path);
    if (absolute != null) {
      return new Place(absolute, Arrays.copyOfRange(path, slash + 1, path.length), false);
    }
    byte[] place = new byte[path.length + dir.length + 1];
    System.arraycopy(path, 0, place, 0, slash + 1);
    System.arraycopy(dir, 0, place, slash + 1, dir.length);
    place[slash + 1 + dir.length] = '/';
    System.arraycopy(path, slash + 1, place, slash + 2 + dir.length, path.length - slash - 1);
    return new Place(tree, place, true);
  }

  /** Makes the directory that a place is in; false when that is not possible. */
  public boolean create(Place place) {
    if (!place.inTree()) {
      return true;
    }
    byte[] parent = parentOf(place);
    try {
      int errno = place.tree().lstat(parent, scratch);
      if (errno == 0 && FileMode.isDirectory(scratch.mode())) {
        return true;
      }
      if (errno == 0) {
        place.tree().unlink(parent);
      }
      place.tree().mkdir(parent, 0700);
      return true;
    } catch (PosixException e) {
      return false;
    }
  }

  /** Removes the directory that a place is in if it is empty. */
  public void remove(Place place) {
    if (!place.inTree()) {
      return;
    }
    try {
      place.tree().rmdir(parentOf(place));
    } catch (PosixException e) {
      // It holds other partial files, or is gone already.
      return;
    }
  }

  private static byte[] parentOf(Place place) {
    return Arrays.copyOf(place.path(), lastSlash(place.path()));
  }

  private static int lastSlash(byte[] path) {
    int i = path.length - 1;
    while (i >= 0 && path[i] != '/') {
      i--;
    }
    return i;
  }
}
