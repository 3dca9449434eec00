package org.jrsync.engine.basis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jrsync.engine.Session;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.options.AlternateDirs;
import org.jrsync.engine.receiver.Destination;
import org.jrsync.engine.tree.Anchor;
import org.jrsync.engine.tree.NamedDirectory;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.UntrustedLinkException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.RsyncException;

/**
 * The further directories of {@code --compare-dest} and its kin, held open. A person's own may be
 * anywhere; a client's are within the module. Safe for several threads.
 */
public final class AlternateDirectories implements AutoCloseable {
  private static final byte[] NOTHING = {};
  private static final byte[] UP = {'.', '.', '/'};

  private final AlternateDirs.Kind kind;
  private final List<AlternateDirectory> directories;

  private AlternateDirectories(AlternateDirs.Kind kind, List<AlternateDirectory> directories) {
    this.kind = kind;
    this.directories = directories;
  }

  /**
   * Opens what the options name, and warns of what is not there.
   *
   * @param session the session, whose module's rules see paths from the module's root
   * @param anchor where absolute ones begin
   * @param destination where relative ones begin
   * @throws RsyncException if the module's rules hide one
   */
  public static AlternateDirectories open(Session session, Anchor anchor, Destination destination) {
    AlternateDirs asked = session.options().alternates;
    Opening opening = new Opening(session, anchor, destination, asked.kind());
    List<AlternateDirectory> opened = new ArrayList<>();
    try {
      for (byte[] dir : asked.dirs()) {
        opened.add(opening.open(dir));
      }
    } catch (RuntimeException e) {
      opened.forEach(AlternateDirectory::close);
      throw e;
    }
    return new AlternateDirectories(asked.kind(), List.copyOf(opened));
  }

  /** What is done with what is found in them. */
  public AlternateDirs.Kind kind() {
    return kind;
  }

  /** How many there are, at most {@link AlternateDirs#MOST}. */
  public int count() {
    return directories.size();
  }

  /** One of them, from 0. */
  public AlternateDirectory get(int index) {
    return directories.get(index);
  }

  @Override
  public void close() {
    directories.forEach(AlternateDirectory::close);
  }

  private record Opening(
      Session session, Anchor anchor, Destination destination, AlternateDirs.Kind kind) {

    AlternateDirectory open(byte[] given) {
      byte[] dir = withoutFinalSlash(given);
      return anchor.isRoot() ? inModule(dir) : ofOperator(dir);
    }

    private AlternateDirectory inModule(byte[] dir) {
      byte[] path = NamedDirectory.inModule(rooted(dir) ? dir : fromDestination(dir));
      FilterList atRoot = session.moduleFilters().at(NOTHING);
      boolean top = path.length == 1 && path[0] == '.';
      if (!top && atRoot.excludesWithParents(path, true)) {
        throw new RsyncException(ExitCode.SYNTAX, "Your options have been rejected by the server.");
      }
      warn(path, NamedDirectory.kept(anchor, dir, depth()));
      byte[] told = NamedDirectory.join(new byte[] {'/'}, path);
      return new AlternateDirectory(anchor.enter(path), told, session.moduleFilters().at(path));
    }

    /** How many directories the destination is below the module's root. */
    private int depth() {
      byte[] path = NamedDirectory.inModule(destination.directory());
      int depth = path.length == 1 && path[0] == '.' ? 0 : 1;
      for (byte b : path) {
        depth += b == '/' ? 1 : 0;
      }
      return depth;
    }

    private AlternateDirectory ofOperator(byte[] dir) {
      byte[] path = rooted(dir) ? dir : fromDestination(dir);
      if (!warn(path, path)) {
        return AlternateDirectory.missing(path, () -> {});
      }
      try {
        Tree tree = anchor.enterFollowing(path, session::refusedLink);
        return new AlternateDirectory(tree, path, FilterList.EMPTY);
      } catch (PosixException e) {
        boolean refused = e instanceof UntrustedLinkException;
        if (!refused && e.errno() == Errno.ELOOP) {
          // It is there, but not where the operator's paths may lead.
          session.fail("open ", path, "", e.errno());
        }
        return AlternateDirectory.missing(path, refused ? session::refusedLink : () -> {});
      }
    }

    /** A destination that a dry run has not made can only be climbed out of by its name. */
    private byte[] fromDestination(byte[] dir) {
      byte[] base = destination.shown();
      if (destination.missing()
          && dir.length >= UP.length
          && Arrays.equals(dir, 0, UP.length, UP, 0, UP.length)) {
        return NamedDirectory.join(parentOf(base), Arrays.copyOfRange(dir, UP.length, dir.length));
      }
      return NamedDirectory.join(base, dir);
    }

    private boolean warn(byte[] path, byte[] shown) {
      FileStat stat = new FileStat();
      int errno = anchor.tree().stat(path, stat);
      if (errno == 0 && stat.isDirectory()) {
        return true;
      }
      session
          .message(MessageCode.WARNING)
          .text(kind.option())
          .text(errno != 0 ? " arg does not exist: " : " arg is not a dir: ")
          .name(shown)
          .text("\n")
          .send();
      return false;
    }

    private static boolean rooted(byte[] dir) {
      return dir.length > 0 && dir[0] == '/';
    }

    private static byte[] parentOf(byte[] path) {
      int slash = path.length - 1;
      while (slash > 0 && path[slash] != '/') {
        slash--;
      }
      return Arrays.copyOf(path, Math.clamp(slash, Math.min(1, path.length), path.length));
    }

    private static byte[] withoutFinalSlash(byte[] dir) {
      boolean slash = dir.length > 1 && dir[dir.length - 1] == '/';
      return slash ? Arrays.copyOf(dir, dir.length - 1) : dir;
    }
  }
}
