package org.jrsync.engine.scan;

import java.util.Arrays;
import org.jrsync.engine.filter.FilterScope;
import org.jrsync.engine.options.MissingArgs;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.scan.EntryScanner.Filtering;
import org.jrsync.engine.scan.SourceArgument.Kind;
import org.jrsync.engine.tree.Paths;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.flist.EntryFlags;
import org.jrsync.wire.flist.FileEntry;
import org.jspecify.annotations.Nullable;

/** Adds what the source arguments name: the first segment, or the whole list. */
final class ArgumentScanner {

  private static final byte[] HERE = {'.'};
  private static final byte[] START = {};

  private final Sources sources;
  private final Options options;
  private final int protocol;
  private final boolean incremental;
  private final EntryScanner entries;
  private final DirectoryScanner directories;
  private final ImpliedDirectories implied;

  /** The rules inside the first argument whose content, but not the name, was asked for. */
  private @Nullable FilterScope top;

  private final int baseFlags;
  private final FileStat stat = new FileStat();
  private final FileStat target = new FileStat();
  private byte[] directory = START;
  private @Nullable Tree tree;
  private boolean dotSent;

  ArgumentScanner(
      Sources sources,
      ScanSettings settings,
      EntryScanner entries,
      DirectoryScanner directories,
      ImpliedDirectories implied) {
    this.sources = sources;
    this.options = settings.options();
    this.protocol = settings.format().protocol();
    this.incremental = settings.format().isIncremental();
    this.entries = entries;
    this.directories = directories;
    this.implied = implied;
    this.baseFlags = options.recursive ? EntryFlags.CONTENT_DIR : 0;
  }

  /** Adds one argument. What cannot be found or read is reported and left out. */
  void add(byte[] raw) {
    SourceArgument argument = SourceArgument.parse(sources.argument(raw), options.relative);
    byte[] from = argument.directory == null ? START : argument.directory;
    Tree argumentTree = enter(from);
    if (argumentTree == null) {
      return;
    }
    if (argument.startsWithDot && !dotSent) {
      dotSent = true;
      addDot(argumentTree);
    }
    byte[] name = argument.name;
    SourceRoot top = entries.roots.root(from, START);
    boolean follow = argument.kind != Kind.NORMAL;
    int errno = top.pin(argumentTree);
    if (errno == 0) {
      errno = look(argumentTree, name, follow);
    }
    entries.entry.clear();
    if (errno == 0) {
      errno = put(name);
    }
    boolean isDirectory = errno == 0 && stat.isDirectory();
    if (errno == 0 && isHidden(top, argument, isDirectory)) {
      errno = Errno.ENOENT;
    }
    if (errno == Errno.ENOENT && options.missingArgs == MissingArgs.IGNORE) {
      return;
    }
    boolean missing = errno == Errno.ENOENT && options.missingArgs == MissingArgs.DELETE;
    if (errno != 0 && !missing) {
      if (errno == Errno.EXDEV && isLink(argumentTree, name)) {
        entries.messages.leadsOut(top.fullName(name), !entries.links.opensLinks());
      } else {
        entries.messages.argumentFailed(top.fullName(name), errno);
      }
      return;
    }
    if (!missing
        && argument.kind != Kind.DOT
        && entries.isExcluded(top, Filtering.ALL, top.filters, isDirectory)) {
      return;
    }
    if (isDirectory && !options.transfersDirs()) {
      entries.messages.skippedDirectory(name);
      return;
    }
    SourceRoot root = entries.roots.root(from, prefix(name, isDirectory, options.relative));
    errno = root.pin(argumentTree);
    if (errno != 0 && !missing) {
      entries.messages.argumentFailed(top.fullName(name), errno);
      return;
    }
    if (options.relative && addImplied(argumentTree, top, root, argument)) {
      return;
    }
    if (missing) {
      entries.addMissing(name, entries.markOf(root));
      return;
    }
    addFound(root, argument, isDirectory);
  }

  private int put(byte[] name) {
    if (name.length > FileEntry.MAX_PATH) {
      return Errno.ENAMETOOLONG;
    }
    entries.entry.setPath(name);
    return 0;
  }

  private boolean isHidden(SourceRoot top, SourceArgument argument, boolean isDirectory) {
    if (top.moduleFilters.isEmpty()) {
      return false;
    }
    return (argument.kind != Kind.DOT && top.moduleFilters.excludes(argument.name, isDirectory))
        || (options.relative && parentHidden(top.moduleFilters, argument.name));
  }

  /** Whether a directory on the way to a path is excluded. */
  private static boolean parentHidden(FilterScope filters, byte[] path) {
    for (int i = 1; i < path.length; i++) {
      if (path[i] == '/' && filters.excludes(Arrays.copyOf(path, i), true)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a directory, or one on the way to it, is excluded. */
  static boolean isHidden(FilterScope filters, byte[] directory) {
    return parentHidden(filters, directory) || filters.excludes(directory, true);
  }

  private @Nullable Tree enter(byte[] from) {
    Tree open = tree;
    if (open != null && Arrays.equals(directory, from)) {
      return open;
    }
    close();
    try {
      FilterScope hidden = sources.moduleFilters(START);
      if (from.length > 0 && !hidden.isEmpty() && isHidden(hidden, from)) {
        throw new PosixException(Errno.ENOENT, "open");
      }
      open = sources.arguments(from);
      int errno = open.lstat(HERE, stat);
      if (errno == Errno.EACCES) {
        open.close();
        throw new PosixException(errno, "open");
      }
      sources.tellFaults(open, from);
    } catch (PosixException e) {
      boolean absolute = from.length > 0 && from[0] == '/';
      byte[] shown = absolute ? from : PathCleaner.join(sources.shown(START), from);
      entries.messages.changeDirFailed(SourceRoot.quote(shown, sources.shownSuffix()), e.errno());
      return null;
    }
    tree = open;
    directory = from;
    return open;
  }

  /** Closes the tree of the latest argument. */
  void close() {
    Tree open = tree;
    if (open != null) {
      tree = null;
      open.close();
    }
  }

  /**
   * Looks at a name; a link to a directory counts as the directory if the argument asks for that.
   */
  private int look(Tree from, byte[] name, boolean follow) {
    int errno = from.lstat(name, stat);
    if (errno == 0 && stat.isSymlink()) {
      if (follow && sources.trustsOwnersOnly() && from.stat(name, target) == Errno.ELOOP) {
        return Errno.ELOOP;
      }
      return entries.links.followArgument(from, name, follow, stat);
    }
    return errno;
  }

  private boolean isLink(Tree from, byte[] name) {
    return from.lstat(name, target) == 0 && target.isSymlink();
  }

  /** Follows an argument's link that leads out of the transfer, if so asked; false on failure. */
  private boolean followUnsafe(SourceRoot root, byte[] name) {
    if (!stat.isSymlink() || !entries.links.isActive()) {
      return true;
    }
    int errno;
    try {
      errno = entries.links.follow(entries.roots.tree(root), root.inTree(name), name, stat);
    } catch (PosixException e) {
      errno = e.errno();
    }
    if (errno != 0) {
      entries.linkFailed(root, errno, root.filters);
    }
    return errno == 0;
  }

  /** Looks at a name where it was found at first, whatever its path leads to by now. */
  private int lookAgain(SourceRoot root, byte[] name) {
    try {
      Tree content = entries.roots.tree(root);
      byte[] path = root.inTree(name);
      return path.length == 0 ? content.stat(path, stat) : content.lstat(path, stat);
    } catch (PosixException e) {
      return e.errno();
    }
  }

  private void addDot(Tree from) {
    SourceRoot root = entries.roots.root(directory, START);
    if (look(from, HERE, false) == 0 && root.pin(from) == 0) {
      if (!options.transfersDirs()) {
        entries.messages.skippedDirectory(HERE);
        return;
      }
      entries.entry.clear();
      entries.entry.setPath(HERE);
      entries.fill(stat);
      entries.add(entries.markOf(root), EntryFlags.IMPLIED_DIR, Filtering.ALL, root.filters);
    }
  }

  /**
   * Adds the directories above a relative name; true when the rest of it goes into a later segment.
   */
  private boolean addImplied(Tree from, SourceRoot top, SourceRoot root, SourceArgument argument) {
    byte[] name = argument.name;
    if (!incremental) {
      int slash = Paths.lastSlash(name);
      // Since protocol 30 they are sent in any case, and marked.
      if ((options.impliedDirs || protocol >= 30) && slash > 0) {
        implied.addAll(from, top, Arrays.copyOf(name, slash));
      }
      return false;
    }
    int slash = indexOfSlash(name, 1);
    if (slash < 0) {
      return false;
    }
    byte[] rest = Arrays.copyOfRange(name, slash + 1, name.length);
    implied.defer(
        from, top, Arrays.copyOf(name, slash), new Origin.Pending(rest, argument.kind, root));
    return true;
  }

  private void addFound(SourceRoot root, SourceArgument argument, boolean isDirectory) {
    byte[] name = argument.name;
    entries.entry.setPath(name);
    if (!followUnsafe(root, name)) {
      return;
    }
    entries.fill(stat);
    long device = stat.dev();
    entries.stayOn(device);
    int mark = entries.markOf(root);
    boolean listed = options.recursive || (options.transfersDirs() && argument.kind != Kind.NORMAL);
    int flags = listed ? EntryFlags.TOP_DIR | EntryFlags.CONTENT_DIR | baseFlags : baseFlags;
    int position = entries.add(mark, flags, Filtering.NONE, root.filters);
    if (!listed || position == EntryScanner.LEFT_OUT || !isDirectory) {
      return;
    }
    if (incremental && argument.kind != Kind.DOT) {
      return; // Its content comes in a segment of its own.
    }
    FilterScope inside =
        ImpliedDirectories.scopeOf(root.filters, DirectoryScanner.withoutDot(name));
    if (argument.kind == Kind.DOT) {
      root.inside = inside;
    }
    if (incremental) {
      directories.scan(name, mark, baseFlags, inside);
      if (top == null) {
        top = inside;
      }
    } else {
      directories.scanDeep(name, mark, baseFlags, inside, options.recursive);
      inside.leave();
    }
  }

  /**
   * Tells that the first directory whose content was asked for is left, its segments being sent.
   */
  void leaveTop() {
    if (top != null && top.remembersAbove()) {
      top.leave();
    }
    top = null;
  }

  /**
   * Adds what relative arguments left for the segment of a directory that they imply.
   *
   * @param path transferred path of the directory
   */
  void addPending(byte[] path, Origin origin) {
    Tree from = enter(origin.root.directory());
    if (from == null) {
      return;
    }
    for (Origin.Pending pending : origin.pending) {
      byte[] name = PathCleaner.join(path, pending.path());
      if (name.length > FileEntry.MAX_PATH) {
        continue;
      }
      int slash = indexOfSlash(name, path.length + 1);
      if (slash >= 0) {
        byte[] rest = Arrays.copyOfRange(name, slash + 1, name.length);
        implied.defer(
            from,
            origin.root,
            Arrays.copyOf(name, slash),
            new Origin.Pending(rest, pending.kind(), pending.root()));
      } else {
        addLast(pending.root(), origin.root, name, pending.kind());
      }
    }
    origin.pending.clear();
  }

  private void addLast(SourceRoot root, SourceRoot top, byte[] name, Kind kind) {
    int errno = lookAgain(root, name);
    entries.entry.clear();
    entries.entry.setPath(name);
    if (errno == Errno.ENOENT && options.missingArgs == MissingArgs.DELETE) {
      entries.addMissing(name, entries.markOf(root));
      return;
    }
    if (errno != 0) {
      if (kind == Kind.NORMAL) {
        entries.failed(top, errno, top.filters);
      } else {
        entries.messages.directoryStatFailed(top.fullName(name), errno);
      }
      return;
    }
    if (!followUnsafe(root, name)) {
      return;
    }
    entries.fill(stat);
    entries.add(
        entries.markOf(root),
        EntryFlags.TOP_DIR | EntryFlags.CONTENT_DIR,
        Filtering.ALL,
        top.filters);
  }

  /** Transferred path of the tree that a name's content is read from. */
  static byte[] prefix(byte[] name, boolean isDirectory, boolean relative) {
    if (!relative || PathCleaner.isDot(name)) {
      return START;
    }
    if (isDirectory) {
      return DirectoryScanner.withoutDot(name);
    }
    int slash = Paths.lastSlash(name);
    return slash < 0 ? START : Arrays.copyOf(name, Math.max(1, slash));
  }

  private static int indexOfSlash(byte[] path, int from) {
    int at = from;
    while (at < path.length && path[at] != '/') {
      at++;
    }
    return at < path.length ? at : -1;
  }
}
