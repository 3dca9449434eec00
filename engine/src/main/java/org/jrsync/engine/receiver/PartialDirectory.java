package org.jrsync.engine.receiver;

import java.util.Arrays;
import org.jrsync.engine.Session;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.tree.Anchor;
import org.jrsync.engine.tree.NamedDirectory;
import org.jrsync.engine.tree.Paths;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.UntrustedLinkException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code --partial-dir} keeps files that were cut off: a directory beside each file, or one
 * absolute directory for all, which the operator named.
 */
public final class PartialDirectory implements AutoCloseable {
  private static final byte[] NOTHING = {};

  private final byte[] dir;
  private final @Nullable Anchor anchor;

  /** The module's rules, for paths as {@link #hidden} makes them. */
  private final FilterList filters;

  private final FileStat scratch = new FileStat();

  /** The absolute directory, or the one above it as long as it is missing. */
  private @Nullable Tree absolute;

  private @Nullable PosixException failure;
  private byte[] prefix = NOTHING;

  /**
   * @param dir the directory as given
   * @param anchor where an absolute directory is looked for, null for a relative one
   * @param filters the module's rules, for paths below the module where the directory is absolute,
   *     else below the destination
   */
  private PartialDirectory(byte[] dir, @Nullable Anchor anchor, FilterList filters) {
    this.dir = dir;
    this.anchor = anchor;
    this.filters = filters;
  }

  /**
   * The directory that the options ask for; null for none. An absolute one is within the module
   * where there is one. In a relative one that the module's rules hide, nothing is kept.
   *
   * @param session the session, whose module's rules see paths below the destination
   * @throws RsyncException if the module's rules hide an absolute one
   */
  public static @Nullable PartialDirectory of(Session session, Anchor anchor) {
    byte[] dir = session.options().partialDir;
    if (dir == null || dir.length == 0) {
      return null;
    }
    boolean rooted = dir[0] == '/';
    if (!rooted) {
      return new PartialDirectory(dir, null, session.moduleFilters());
    }
    byte[] inModule = withoutLeadingSlashes(dir);
    FilterList atRoot = session.moduleFilters().at(NOTHING);
    if (!atRoot.isEmpty() && atRoot.excludesWithParents(NamedDirectory.inModule(inModule), true)) {
      throw new RsyncException(ExitCode.SYNTAX, "Your options have been rejected by the server.");
    }
    return new PartialDirectory(anchor.isRoot() ? inModule : dir, anchor, atRoot);
  }

  private static byte[] withoutLeadingSlashes(byte[] path) {
    int start = 0;
    while (start < path.length && path[start] == '/') {
      start++;
    }
    return start == path.length ? new byte[] {'.'} : Arrays.copyOfRange(path, start, path.length);
  }

  /**
   * Opens the absolute directory; where it is missing, the one above, to make it in. Null when
   * neither can be had: then nothing is kept.
   */
  private @Nullable Tree open(Anchor from) {
    if (absolute == null && failure == null) {
      try {
        absolute = enter(from);
      } catch (PosixException e) {
        failure = e;
      }
    }
    return absolute;
  }

  private Tree enter(Anchor from) {
    // A module's directory can be entered before it is there.
    if (from.tree().stat(dir, scratch) != Errno.ENOENT) {
      return from.enter(dir);
    }
    int slash = Paths.lastSlash(dir);
    Tree above =
        from.enter(
            slash < 0
                ? new byte[] {'.'}
                : slash == 0 ? new byte[] {'/'} : Arrays.copyOf(dir, slash));
    prefix = Arrays.copyOfRange(dir, slash + 1, dir.length + 1);
    prefix[prefix.length - 1] = '/';
    return above;
  }

  /**
   * Tells where a partial copy of a file is there, but not where the operator's paths may lead, so
   * that {@link #placeOf} does not have it.
   */
  public void tellRefusal(Session session, byte[] path) {
    if (anchor == null || failure == null || failure.errno() != Errno.ELOOP) {
      return;
    }
    byte[] part = join(dir, nameOf(path));
    if (anchor.tree().stat(part, scratch) != 0) {
      return;
    }
    if (failure instanceof UntrustedLinkException) {
      session.refusedLink();
    } else {
      session.fail("open ", part, " failed", failure.errno());
    }
  }

  @Override
  public void close() {
    Tree open = absolute;
    if (open != null) {
      absolute = null;
      open.close();
    }
  }

  /**
   * A file in some tree.
   *
   * @param told the path for messages: absolute where it is not below the destination
   * @param inTree whether it is below the destination
   */
  public record Place(Tree tree, byte[] path, byte[] told, boolean inTree) {
    /** A path below the destination. */
    public static Place below(Tree tree, byte[] path) {
      return new Place(tree, path, path, true);
    }
  }

  /**
   * Where the partial copy of a file is kept; null when the directory cannot be had, or the
   * module's rules hide it or what would be in it.
   */
  public @Nullable Place placeOf(Tree tree, byte[] path) {
    byte[] name = nameOf(path);
    if (anchor != null) {
      byte[] whole = join(dir, name);
      if (hidden(whole)) {
        return null;
      }
      Tree open = open(anchor);
      return open == null
          ? null
          : new Place(open, Paths.concat(prefix, name), rooted(whole), false);
    }
    byte[] parent = Arrays.copyOf(path, path.length - name.length);
    byte[] inTree = Paths.concat(parent, join(dir, name));
    return hidden(inTree) ? null : Place.below(tree, inTree);
  }

  /** A module's path has lost the slash that stands for its root. */
  private static byte[] rooted(byte[] path) {
    return path[0] == '/' ? path : Paths.concat(new byte[] {'/'}, path);
  }

  /**
   * The directory's name is the client's choice, and so must not lead to what is hidden from it.
   */
  private boolean hidden(byte[] path) {
    return !filters.isEmpty()
        && (leadsUp(dir) || filters.excludesWithParents(NamedDirectory.inModule(path), false));
  }

  /** Rules go by a path's text, which says nothing of where such a part leads. */
  private static boolean leadsUp(byte[] path) {
    int start = 0;
    for (int i = 0; i <= path.length; i++) {
      if (i == path.length || path[i] == '/') {
        if (i - start == 2 && path[start] == '.' && path[start + 1] == '.') {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }

  private static byte[] nameOf(byte[] path) {
    return Arrays.copyOfRange(path, Paths.lastSlash(path) + 1, path.length);
  }

  private static byte[] join(byte[] directory, byte[] name) {
    byte[] slash = Arrays.copyOf(directory, directory.length + 1);
    slash[directory.length] = '/';
    return Paths.concat(slash, name);
  }

  /** Makes the directory that a place is in; false when that is not possible. */
  public boolean create(Place place) {
    if (Paths.lastSlash(place.path()) < 0) {
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
    return Arrays.copyOf(place.path(), Paths.lastSlash(place.path()));
  }
}
