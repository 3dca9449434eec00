package org.jrsync.engine.scan;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jrsync.engine.filter.FilterScope;
import org.jrsync.engine.options.DeleteMode;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.Protocol;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.EntryFlags;
import org.jrsync.wire.flist.FileEntry;
import org.jrsync.wire.flist.FileList;
import org.jrsync.wire.flist.FileListCounts;
import org.jrsync.wire.flist.FileListSegments;
import org.jspecify.annotations.Nullable;

/**
 * The sending side's file list: built from the source arguments and sent, as a whole or with
 * incremental recursion segment by segment while the transfer runs; and the files behind it, to be
 * opened by their index.
 *
 * <p>Used by one thread.
 */
public final class SourceFiles implements AutoCloseable {

  /** How many entries the sender keeps ahead of the receiving side. */
  public static final int LOOKAHEAD = 1000;

  private final ScanSettings settings;
  private final Options options;
  private final ScanLog log;
  private final WireOutput out;
  private final boolean incremental;
  private final FileListSegments segments;
  private final SourceRoots roots;
  private final EntryScanner entries;
  private final DirectoryScanner directories;
  private final ArgumentScanner arguments;
  private final DirectoryTree tree;
  private final FileStat stat = new FileStat();
  private final BitSet sent = new BitSet();
  private FilterScope[] scopes = new FilterScope[64];
  private int deepest;
  private FileList current;
  private long listBytes;
  private long buildNanos;
  private long sendNanos;

  /**
   * @param sources where arguments lead
   * @param out the connection, in the state in which the list is due
   */
  public SourceFiles(ScanSettings settings, Sources sources, WireOutput out) {
    this.settings = settings;
    this.options = settings.options();
    this.log = settings.log();
    this.out = out;
    this.incremental = settings.format().isIncremental();
    this.segments = new FileListSegments(settings.format(), settings.budget());
    this.roots = new SourceRoots(sources, settings.budget().memory());
    this.current = newList();
    this.entries = new EntryScanner(settings, roots, out, current);
    this.directories = new DirectoryScanner(entries);
    this.arguments =
        new ArgumentScanner(
            sources,
            settings,
            entries,
            directories,
            new ImpliedDirectories(entries, settings.options()));
    this.tree = new DirectoryTree(segments.directories());
  }

  private FileList newList() {
    // A sender has no use for the checksums once they are sent, but to show them.
    int checksums = settings.keepsChecksums() ? settings.format().checksumLength() : 0;
    return new FileList(settings.format(), segments.nextStart(), checksums, settings.budget());
  }

  // --- Building

  /**
   * Builds and sends the list of what the arguments name: all of it, or with incremental recursion
   * its first segment.
   *
   * @throws RsyncException when the list cannot be sent, or an argument is not valid
   */
  public void sendFirst(List<byte[]> sourceArguments) {
    sendFirst(NameList.of(sourceArguments));
  }

  /** As {@link #sendFirst(List)}, for arguments that become known one by one. */
  public void sendFirst(NameList sourceArguments) {
    announce();
    long started = System.nanoTime();
    long before = out.bytesWritten();
    for (byte[] name; (name = sourceArguments.next()) != null; ) {
      arguments.add(name);
    }
    buildNanos = System.nanoTime() - started;
    writeEnd(log.ioErrors(), incremental);
    announceEnd();
    if (incremental) {
      current.sortAndMarkDuplicates();
    } else {
      current.sort();
    }
    segments.add(current);
    int told = options.ignoreErrors ? 0 : log.ioErrors();
    entries.encoder.writeTrailer(told);
    if (settings.format().protocol() >= 30 && !settings.format().errorsInList() && told != 0) {
      out.messageInt(MessageCode.IO_ERROR, told);
    }
    sendNanos = System.nanoTime() - started - buildNanos;
    listBytes += out.bytesWritten() - before;
    if (!incremental) {
      segments.markComplete();
      entries.encoder.release();
      arguments.close();
      return;
    }
    startSegments();
  }

  private void startSegments() {
    if (current.count() > 0 && isDot(current)) {
      current.setParent(FileListSegments.numbers(current, 0).next(0));
    }
    tree.link(DirectoryTree.NONE, current);
    if (tree.next() == DirectoryTree.NONE) {
      finishList();
    } else if (segments.total() == 1) {
      // Tells whether the transfer is of one file only.
      sendMore(1);
    }
  }

  private static boolean isDot(FileList list) {
    byte[] path = list.path(0);
    int length = path.length;
    return path[length - 1] == '.' && (length == 1 || path[length - 2] == '/');
  }

  /**
   * Sends segments until {@link #LOOKAHEAD} entries are ahead of the one that is worked on, or all
   * are sent.
   */
  public void sendAhead() {
    sendMore(LOOKAHEAD);
  }

  /** Sends one more segment, if there is one: something to do while the peer is silent. */
  public void sendOne() {
    sendMore(segments.isEmpty() ? 1 : segments.totalAfter(current) + 1);
  }

  private void sendMore(long atLeast) {
    if (segments.isComplete()) {
      return;
    }
    int errorsBefore = log.ioErrors();
    while (!segments.isComplete() && ahead() < atLeast) {
      sendSegment(errorsBefore);
    }
    int errors = log.ioErrors();
    if (errors != errorsBefore && settings.format().protocol() == 30 && !options.ignoreErrors) {
      out.messageInt(MessageCode.IO_ERROR, errors);
    }
  }

  private long ahead() {
    return segments.isEmpty() ? 0 : segments.totalAfter(current);
  }

  private void sendSegment(int errorsBefore) {
    long before = out.bytesWritten();
    int index = tree.next();
    out.writeNdx(Protocol.NDX_FLIST_OFFSET - index);
    FileList list = newList();
    entries.begin(list);
    addContent(index);
    int last = index;
    for (int next = tree.repeated(last); next != DirectoryTree.NONE; next = tree.repeated(next)) {
      if (sameRoot(last, next) && tree.hasContent(last)) {
        tree.dropContent(next);
      }
      last = next;
      addContent(last);
    }
    writeEnd(log.ioErrors() == errorsBefore ? 0 : log.ioErrors(), true);
    list.setParent(index);
    list.sortAndMarkDuplicates();
    segments.add(list);
    tree.link(last, list);
    tree.advance(last);
    listBytes += out.bytesWritten() - before;
    if (tree.next() == DirectoryTree.NONE) {
      finishList();
    }
  }

  private boolean sameRoot(int a, int b) {
    FileList all = segments.directories();
    SourceRoot first = entries.origin(all.mark(a)).root;
    SourceRoot second = entries.origin(all.mark(b)).root;
    return Arrays.equals(first.directory(), second.directory());
  }

  private void addContent(int index) {
    FileList all = segments.directories();
    byte[] path = all.path(index);
    int mark = all.mark(index);
    Origin origin = entries.origin(mark);
    FilterScope inside = enter(tree.depth(), path, origin);
    if (tree.hasContent(index)) {
      if (options.oneFileSystem > 0 && !stay(origin.root, path)) {
        return;
      }
      directories.scan(path, mark, EntryFlags.CONTENT_DIR, inside);
    }
    if (!origin.pending.isEmpty()) {
      arguments.addPending(path, origin);
    }
  }

  private boolean stay(SourceRoot root, byte[] path) {
    int errno;
    try {
      Tree files = roots.tree(root);
      errno =
          entries.links.isActive()
              ? files.stat(root.inTree(path), stat)
              : files.lstat(root.inTree(path), stat);
    } catch (PosixException e) {
      errno = e.errno();
    }
    if (errno != 0) {
      entries.messages.directoryStatFailed(root.fullName(path), errno);
      return false;
    }
    entries.stayOn(stat.dev());
    return true;
  }

  /** The rules inside a directory; those of its parent are at hand since parents come first. */
  private FilterScope enter(int depth, byte[] path, Origin origin) {
    if (depth >= scopes.length) {
      scopes = Arrays.copyOf(scopes, scopes.length * 2);
    }
    leaveDownTo(depth);
    FilterScope above = depth > 1 ? scopes[depth - 1] : origin.root.inside;
    scopes[depth] = above.enter(path);
    deepest = depth;
    return scopes[depth];
  }

  private void leaveDownTo(int depth) {
    for (; deepest >= depth; deepest--) {
      if (scopes[deepest].remembersAbove()) {
        scopes[deepest].leave();
      }
    }
  }

  private void finishList() {
    leaveDownTo(1);
    arguments.leaveTop();
    out.writeNdx(Protocol.NDX_FLIST_EOF);
    segments.markComplete();
    entries.encoder.release();
    arguments.close();
  }

  /** Ends a segment, telling of I/O errors where the peer understands that. */
  private void writeEnd(int errors, boolean deletesEarly) {
    boolean tell = errors != 0 && !options.ignoreErrors;
    if (tell && !settings.format().errorsInList()) {
      boolean delay = options.deleteMode == DeleteMode.DELAY;
      boolean during =
          options.deleteMode == DeleteMode.DURING || options.deleteMode == DeleteMode.UNSPECIFIED;
      if (deletesEarly && (delay || during)) {
        throw new RsyncException(
            ExitCode.UNSUPPORTED,
            "FATAL I/O ERROR: dying to avoid a --delete-"
                + (delay ? "delay" : "during")
                + " issue with a pre-3.0.7 receiver.");
      }
      tell = false;
    }
    entries.encoder.writeEnd(tell ? errors : 0);
  }

  private boolean showsProgress() {
    return options.info(Info.FLIST) >= 1 && options.tellsOfLists(incremental);
  }

  private void announce() {
    entries.messages.plain(MessageCode.LOG, "building file list\n");
    if (showsProgress()) {
      log.listBegins();
    } else if (incremental && options.info(Info.FLIST) >= 1 && !options.server) {
      entries.messages.plain(MessageCode.CLIENT, "sending incremental file list\n");
    }
  }

  private void announceEnd() {
    if (!showsProgress()) {
      return;
    }
    log.listEnds();
    int count = current.count();
    boolean counts = options.info(Info.FLIST) >= 2;
    String text =
        counts ? count + (count == 1 ? " file to consider\n" : " files to consider\n") : "done\n";
    entries.messages.plain(MessageCode.INFO, text);
  }

  // --- Looking up

  /**
   * Finds an entry by its index, and makes its segment the one that is worked on.
   *
   * @throws ProtocolException when no segment in use has it
   */
  public void get(int ndx, FileEntry entry) {
    FileList list = segments.require(ndx, "read_ndx_and_attrs", "sender");
    current = list;
    if (ndx >= list.ndxStart()) {
      list.get(list.position(ndx), entry);
      return;
    }
    if (list.parent() == FileList.NO_PARENT) {
      throw ProtocolException.value("File-list index " + ndx + " is of no directory [sender]");
    }
    segments.directories().get(list.parent(), entry);
  }

  private final FileEntry looked = new FileEntry();
  private final OpenedAhead ahead = new OpenedAhead();

  private SourceRoot find(int ndx) {
    get(ndx, looked);
    return entries.origin(looked.mark).root;
  }

  /**
   * Opens the file behind an index for reading. A symbolic link in its place is refused, unless
   * links to files are followed.
   *
   * @throws PosixException when that fails
   */
  public FileHandle open(int ndx) {
    SourceRoot root = find(ndx);
    Tree files = roots.tree(root);
    byte[] path = root.inTree(looked.path, looked.pathLength);
    if (entries.links.opensLinks()) {
      return files.openRead(path, true, false);
    }
    if (files.together() == 0) {
      return files.openRead(path);
    }
    int[] bytes = {OpenedAhead.MOST_BYTES};
    return ahead.open(files, ndx, path, next -> smallFile(next, root, bytes));
  }

  /** An extended attribute of the file behind an index; null where it cannot be read. */
  public byte @Nullable [] xattr(int ndx, byte[] name) {
    SourceRoot root = find(ndx);
    byte[] path = looked.pathCopy();
    return settings
        .attributes()
        .xattr(roots.tree(root), root.inTree(path), name, () -> root.fullName(path));
  }

  /** The path of a file that may be opened together with others of its root; null for any other. */
  private byte @Nullable [] smallFile(int ndx, SourceRoot root, int[] bytesLeft) {
    int position = current.holds(ndx) ? current.position(ndx) : -1;
    if (position < 0 || !current.isActive(position)) {
      return null;
    }
    current.get(position, looked);
    if (!looked.isRegular()
        || looked.size > bytesLeft[0]
        || entries.origin(looked.mark).root != root) {
      return null;
    }
    bytesLeft[0] -= (int) looked.size;
    return root.inTree(looked.path, looked.pathLength);
  }

  /**
   * Finds a file's entry by its index, whatever is worked on.
   *
   * @throws ProtocolException when no segment in use has it
   */
  public void look(int ndx, FileEntry entry) {
    FileList list = segments.require(ndx, "successful_send", "sender");
    if (ndx < list.ndxStart()) {
      throw ProtocolException.value("File-list index " + ndx + " is of no file [sender]");
    }
    list.get(list.position(ndx), entry);
  }

  /** Says what an entry is now, following a symlink where all are followed; 0 or the errno. */
  public int stat(int ndx, FileStat into) {
    FileEntry entry = new FileEntry();
    look(ndx, entry);
    SourceRoot root = entries.origin(entry.mark).root;
    try {
      Tree tree = roots.tree(root);
      byte[] path = root.inTree(entry.path, entry.pathLength);
      return options.linkRules.copy() ? tree.stat(path, into) : tree.lstat(path, into);
    } catch (PosixException e) {
      return e.errno();
    }
  }

  /**
   * Removes the file behind an entry.
   *
   * @throws PosixException when that fails
   */
  public void unlink(int ndx) {
    FileEntry entry = new FileEntry();
    look(ndx, entry);
    SourceRoot root = entries.origin(entry.mark).root;
    roots.tree(root).unlink(root.inTree(entry.path, entry.pathLength));
  }

  /** The name behind the directory that its argument named, as logs show it. */
  public byte[] argumentPath(int ndx) {
    SourceRoot root = find(ndx);
    return PathCleaner.join(root.directory(), looked.pathCopy());
  }

  /** The whole path of the file behind an index as messages show it, without quotation marks. */
  public byte[] fullPath(int ndx) {
    return find(ndx).fullPath(looked.pathCopy());
  }

  /** The file behind an index as messages show it, in quotation marks and with its module. */
  public byte[] fullName(int ndx) {
    return find(ndx).fullName(looked.pathCopy());
  }

  /** Whether the file was sent before. */
  public boolean wasSent(int ndx) {
    return sent.get(ndx);
  }

  /** Notes that the file was sent. */
  public void markSent(int ndx) {
    sent.set(ndx);
  }

  /**
   * Drops the oldest segment, which the receiving side has finished.
   *
   * @return whether others are left, so that the phase goes on
   */
  public boolean finishFirst() {
    if (!incremental || segments.isEmpty()) {
      return false;
    }
    FileList oldest = segments.removeFirst();
    oldest.release();
    if (segments.isEmpty()) {
      return false;
    }
    if (current == oldest) {
      current = segments.first();
    }
    return true;
  }

  /** The segments in use. */
  public FileListSegments segments() {
    return segments;
  }

  /** Whether the whole list has been sent. */
  public boolean isComplete() {
    return segments.isComplete();
  }

  /** What was sent so far. */
  public FileListCounts counts() {
    return entries.encoder.counts();
  }

  /** Bytes that the list took on the wire so far. */
  public long listBytes() {
    return listBytes;
  }

  /** Milliseconds spent on building the first segment, at least 1. */
  public long buildMillis() {
    return Math.max(1, buildNanos / 1_000_000);
  }

  /** Milliseconds from there until it was sent. */
  public long sendMillis() {
    return sendNanos / 1_000_000;
  }

  @Override
  public void close() {
    try (ahead) {
      arguments.close();
      roots.close();
      segments.release();
    }
  }
}
