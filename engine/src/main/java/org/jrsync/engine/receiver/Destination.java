package org.jrsync.engine.receiver;

import java.util.Arrays;
import org.jrsync.engine.Session;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.report.ItemLog;
import org.jrsync.engine.tree.Anchor;
import org.jrsync.engine.tree.NamedDirectory;
import org.jrsync.engine.tree.Paths;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.UntrustedLinkException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/**
 * Where received files go. The destination argument is either a directory that takes all of them
 * under their own names, or the new name of a single file.
 *
 * @param directory the directory that the files' names are relative to, from the anchor on
 * @param tree that directory
 * @param shown that directory as messages show it
 * @param localName the name of the single file, null when names come from the list
 * @param created whether the directory was made just now
 * @param missing whether a dry run would have made it, so that nothing can be looked at
 */
public record Destination(
    byte[] directory,
    Tree tree,
    byte[] shown,
    byte @Nullable [] localName,
    boolean created,
    boolean missing)
    implements AutoCloseable {
  private static final int NEW_DIRECTORY = 0777;
  private static final byte[] HERE = {'.'};

  /** What the file list says about the kind of transfer. */
  public record Contents(long entries, boolean firstIsDirectory) {}

  /** Finds the destination, and makes its directory if there is none. */
  public static Destination resolve(
      Session session, Anchor anchor, byte[] argument, Contents contents, ItemLog log) {
    if (session.options().listOnly) {
      return directory(anchor, HERE, false, false);
    }
    return new Resolution(session, anchor, argument, contents, log).run();
  }

  private static Destination directory(
      Anchor anchor, byte[] dir, boolean created, boolean missing) {
    Tree tree = missing ? anchor.tree() : anchor.enter(dir);
    return new Destination(dir, tree, anchor.shown(dir), null, created, missing);
  }

  /** The same, not taken to be new. */
  public Destination asKnown() {
    return new Destination(directory, tree, shown, localName, false, missing);
  }

  /** Gives the directory back, for which a missing one is not held. */
  @Override
  public void close() {
    if (!missing) {
      tree.close();
    }
  }

  private record Resolution(
      Session session, Anchor anchor, byte[] argument, Contents contents, ItemLog log) {

    Destination run() {
      byte[] path = argument.length == 0 ? HERE : withoutTrailingSlashes(argument);
      boolean slash = argument.length > 0 && argument[argument.length - 1] == '/';
      refuseExcluded(path);
      FileStat stat = new FileStat();
      int errno = anchor.tree().stat(path, stat);
      if (errno != 0 && session.options().mkpath && makePath(slash)) {
        errno = anchor.tree().stat(path, stat);
      }
      if (errno == 0 && stat.isDirectory()) {
        return enter(path, argument, "change_dir#1 ");
      }
      if (errno == 0 && slash) {
        errno = Errno.ENOTDIR;
      }
      if (errno == 0) {
        refuseNonDirectory();
      } else if (errno != Errno.ENOENT) {
        throw failure("ERROR: cannot stat destination ", argument, "", errno, ExitCode.FILE_SELECT);
      }
      if (contents.entries() > 1 || slash) {
        return makeDirectory(path);
      }
      return singleFile(path);
    }

    private void refuseNonDirectory() {
      if (contents.entries() > 1) {
        throw new RsyncException(
            ExitCode.FILE_SELECT,
            "ERROR: destination must be a directory when copying more than 1 file");
      }
      if (contents.entries() == 1 && contents.firstIsDirectory()) {
        throw new RsyncException(
            ExitCode.FILE_SELECT, "ERROR: cannot overwrite non-directory with a directory");
      }
    }

    /** What {@code --mkpath} would make on the way is held to the module's rules as well. */
    private void refuseExcluded(byte[] path) {
      FilterList hidden = session.moduleFilters();
      byte[] inModule = hidden.isEmpty() ? HERE : NamedDirectory.inModule(path);
      if (Arrays.equals(inModule, HERE)) {
        return;
      }
      if (hidden.excludesWithParents(inModule, false) || hidden.excludes(inModule, true)) {
        throw new RsyncException(
            ExitCode.FILE_SELECT,
            "ERROR: daemon has excluded destination \""
                + new String(name(argument), java.nio.charset.StandardCharsets.ISO_8859_1)
                + "\"");
      }
    }

    private Destination makeDirectory(byte[] path) {
      Options options = session.options();
      if (!options.dryRun) {
        make(path, path);
      }
      if (says()) {
        session
            .message(MessageCode.INFO)
            .text("created directory ")
            .name(name(path))
            .text("\n")
            .send();
      }
      return options.dryRun
          ? directory(anchor, path, true, true)
          : new Destination(
              path,
              enter(path, path, "change_dir#2 ").tree(),
              anchor.shown(path),
              null,
              true,
              false);
    }

    /** {@code --mkpath}: makes what is missing up to the directory that holds the files. */
    private boolean makePath(boolean slash) {
      int last = Paths.lastSlash(argument);
      if (last < 0 && contents.entries() <= 1) {
        return false;
      }
      boolean whole = last < 0 || (contents.entries() > 1 && !slash);
      byte[] dir = whole ? argument : Arrays.copyOf(argument, last);
      int made = 0;
      for (int end = 1; end <= dir.length; end++) {
        if ((end == dir.length || dir[end] == '/')
            && dir[end - 1] != '/'
            && makeIfMissing(Arrays.copyOf(dir, end), end == dir.length)) {
          made++;
        }
      }
      if (made > 0 && says()) {
        session
            .message(MessageCode.INFO)
            .text("created ")
            .number(made)
            .text(made == 1 ? " directory for " : " directories for ")
            .name(name(dir))
            .text("\n")
            .send();
      }
      return made > 0;
    }

    private boolean makeIfMissing(byte[] dir, boolean last) {
      FileStat stat = new FileStat();
      int errno = anchor.tree().stat(dir, stat);
      if (errno == 0 && stat.isDirectory()) {
        return false;
      }
      if (errno == 0) {
        boolean tried = last && !session.options().dryRun;
        throw cannotMake(argument, tried ? Errno.EEXIST : Errno.ENOTDIR);
      }
      if (errno != Errno.ENOENT) {
        throw cannotMake(argument, errno);
      }
      if (!session.options().dryRun) {
        makeOnTheWay(dir);
      }
      return true;
    }

    /** What leads to a directory is held to the same rule as what leads to the files. */
    private void makeOnTheWay(byte[] dir) {
      int slash = Paths.lastSlash(dir);
      byte[] parent = slash < 0 ? HERE : slash == 0 ? new byte[] {'/'} : Arrays.copyOf(dir, slash);
      try (Tree above = anchor.enter(parent)) {
        above.mkdir(Arrays.copyOfRange(dir, slash + 1, dir.length), NEW_DIRECTORY);
      } catch (PosixException e) {
        throw cannotMake(argument, e.errno());
      }
    }

    private void make(byte[] dir, byte[] shown) {
      try {
        anchor.tree().mkdir(dir, NEW_DIRECTORY);
      } catch (PosixException e) {
        throw cannotMake(shown, e.errno());
      }
    }

    private RsyncException cannotMake(byte[] dir, int errno) {
      return failure("mkdir ", dir, " failed", errno, ExitCode.FILE_IO);
    }

    private boolean says() {
      return session.options().info(Info.NAME) >= 1 || log.itemizeLevel() > 0;
    }

    private byte[] name(byte[] path) {
      boolean rooted = anchor.isRoot() && anchor.shown(HERE).length == 1;
      return rooted ? anchor.shown(path) : path;
    }

    private Destination singleFile(byte[] path) {
      int slash = Paths.lastSlash(path);
      if (slash < 0) {
        return named(HERE, path);
      }
      byte[] dir = slash == 0 ? new byte[] {'/'} : Arrays.copyOf(path, slash);
      return named(dir, Arrays.copyOfRange(path, slash + 1, path.length));
    }

    private Destination named(byte[] dir, byte[] name) {
      Options options = session.options();
      if (options.dryRun && options.mkpath && anchor.tree().stat(dir, new FileStat()) != 0) {
        return new Destination(dir, anchor.tree(), anchor.shown(dir), name, false, true);
      }
      Destination d = enter(dir, dir, "change_dir#3 ");
      return new Destination(dir, d.tree(), d.shown(), name, false, false);
    }

    private Destination enter(byte[] dir, byte[] told, String what) {
      int errno;
      try {
        Destination found = directory(anchor, dir, false, false);
        errno = found.tree().lstat(HERE, new FileStat());
        if (errno == 0) {
          return found;
        }
        found.tree().close(); // Without the right to search, nothing in it can be reached.
      } catch (PosixException e) {
        if (e instanceof UntrustedLinkException) {
          session.refusedLink();
        }
        errno = e.errno();
      }
      throw failure(what, told, " failed", errno, ExitCode.FILE_SELECT);
    }

    private RsyncException failure(
        String before, byte[] path, String after, int errno, ExitCode code) {
      session
          .systemError(MessageCode.ERROR)
          .text(before)
          .full(path)
          .text(after)
          .errno(errno)
          .send();
      return new RsyncException(code, "");
    }
  }

  private static byte[] withoutTrailingSlashes(byte[] path) {
    int length = path.length;
    while (length > 1 && path[length - 1] == '/') {
      length--;
    }
    return Arrays.copyOf(path, length);
  }
}
