package org.jrsync.engine.scan;

import java.util.ArrayList;
import java.util.List;
import org.jrsync.engine.filter.FilterResult;
import org.jrsync.engine.filter.FilterScope;
import org.jrsync.engine.filter.NameKind;
import org.jrsync.engine.metadata.Modes;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.tree.Tree;
import org.jrsync.engine.tree.Trees;
import org.jrsync.posix.DeviceNumber;
import org.jrsync.posix.DirectorySnapshot;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.EntryFlags;
import org.jrsync.wire.flist.FileEntry;
import org.jrsync.wire.flist.FileList;
import org.jrsync.wire.flist.FileListEncoder;
import org.jrsync.wire.flist.IdNames;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a tree says about one file into a list entry: decides whether it belongs to the
 * transfer, completes it, sends it and keeps it in the segment being built.
 */
final class EntryScanner {

  /** What {@link #add} returns for a file that is left out. */
  static final int LEFT_OUT = -1;

  /** About what an origin takes, with its place in the list of them. */
  private static final int ORIGIN_BYTES = 64;

  private static final int MAX_NANOS = 999_999_999;

  /** Which filter rules decide about an entry. */
  enum Filtering {
    /** None: the argument itself was looked at before. */
    NONE,
    /** The module's alone: directories implied by an argument. */
    MODULE,
    /** All. */
    ALL
  }

  final FileEntry entry = new FileEntry();
  final ScanMessages messages;
  final LinkFollower links;
  final SourceRoots roots;
  final FileListEncoder encoder;
  private final ScanSettings settings;
  private final Options options;
  private final @Nullable SourceDigest digest;
  private final List<Origin> origins = new ArrayList<>();
  private final boolean wantsNanos;
  private final boolean tellsLength;
  private FileList list;
  private long device;
  private long filesystem;
  private boolean linked;

  EntryScanner(ScanSettings settings, SourceRoots roots, WireOutput out, FileList first) {
    this.settings = settings;
    this.options = settings.options();
    this.roots = roots;
    this.messages = new ScanMessages(settings.log());
    this.links = new LinkFollower(settings.options(), messages);
    this.tellsLength =
        options.info(Info.FLIST) >= 2 && options.tellsOfLists(settings.format().isIncremental());
    this.wantsNanos = settings.format().protocol() >= 31;
    this.digest = settings.checksum() == null ? null : new SourceDigest(settings.checksum());
    this.encoder =
        new FileListEncoder(
            out,
            settings.format(),
            new IdNames(settings.users()),
            new IdNames(settings.groups()),
            settings.budget(),
            settings.attributes().lists());
    this.list = first;
  }

  /**
   * Whether directories, too, are read without a trace in their access times. As in rsync, that
   * fails for those of others unless root asks, and is not done where links lead anywhere.
   */
  boolean readsDirectoriesUntouched() {
    boolean anywhere = links.isActive() || options.linkRules.insecure();
    return options.openNoatime && (options.daemon || !anywhere);
  }

  /** Starts another segment. */
  void begin(FileList next) {
    list = next;
  }

  /** The segment being built. */
  FileList list() {
    return list;
  }

  /** Sets the device that {@code -x} stays on. */
  void stayOn(long dev) {
    filesystem = dev;
  }

  int addOrigin(Origin origin) {
    roots.reserve(ORIGIN_BYTES);
    origins.add(origin);
    return origins.size() - 1;
  }

  Origin origin(int mark) {
    return origins.get(mark);
  }

  /** The mark of the origin for plain entries of a root. */
  int markOf(SourceRoot root) {
    if (root.plainMark == SourceRoot.NONE) {
      root.plainMark = addOrigin(new Origin(root));
    }
    return root.plainMark;
  }

  /** Fills the entry, whose path is set, from a stat. */
  void fill(FileStat stat) {
    entry.mode = stat.mode();
    entry.size = stat.size();
    entry.mtime = stat.mtimeSeconds();
    entry.mtimeNanos = stat.mtimeNanos();
    entry.atime = options.attributes.atimes() > 0 && !stat.isDirectory() ? stat.atimeSeconds() : 0;
    entry.uid = stat.uid();
    entry.gid = stat.gid();
    entry.rdevMajor = stat.rdevMajor();
    entry.rdevMinor = stat.rdevMinor();
    entry.dev = stat.dev();
    entry.ino = stat.ino();
    device = stat.dev();
    linked = stat.nlink() > 1;
  }

  /** Fills the entry, whose path is set, from a directory's snapshot. */
  void fill(DirectorySnapshot snapshot, int index) {
    int mode = snapshot.mode(index);
    entry.mode = mode;
    entry.size = snapshot.size(index);
    entry.mtime = snapshot.mtimeSeconds(index);
    entry.mtimeNanos = snapshot.mtimeNanos(index);
    boolean accessed = options.attributes.atimes() > 0 && !FileMode.isDirectory(mode);
    entry.atime = accessed ? snapshot.atimeSeconds(index) : 0;
    entry.uid = snapshot.uid(index);
    entry.gid = snapshot.gid(index);
    if (FileMode.isDevice(mode)) {
      long rdev = snapshot.rdev(index);
      entry.rdevMajor = DeviceNumber.major(rdev);
      entry.rdevMinor = DeviceNumber.minor(rdev);
    } else {
      entry.rdevMajor = 0;
      entry.rdevMinor = 0;
    }
    device = snapshot.dev(index);
    entry.dev = device;
    entry.ino = snapshot.ino(index);
    linked = snapshot.nlink(index) > 1;
  }

  /**
   * Adds the filled entry, unless it is to be left out.
   *
   * @param mark number of its origin
   * @param flags of {@link EntryFlags} in case it is a directory
   * @return its position in order of adding, or {@link #LEFT_OUT}
   */
  int add(int mark, int flags, Filtering filtering, FilterScope filters) {
    SourceRoot root = origins.get(mark).root;
    boolean directory = FileMode.isDirectory(entry.mode);
    if (entry.mode == 0) {
      messages.bogusMode(root.fullName(entry.pathCopy()));
      return LEFT_OUT;
    }
    int kept = directory ? flags : 0;
    if (filtering != Filtering.NONE) {
      if (directory) {
        if (!options.transfersDirs() && (flags & EntryFlags.IMPLIED_DIR) == 0) {
          messages.skippedDirectory(entry.pathCopy());
          return LEFT_OUT;
        }
        kept = atMountPoint(kept);
        if (kept < 0) {
          return LEFT_OUT;
        }
      }
      if (isExcluded(root, filtering, filters, directory) || isHidden(root)) {
        return LEFT_OUT;
      }
    }
    entry.flags = kept;
    entry.mark = mark;
    if (!complete(root, directory)) {
      return LEFT_OUT;
    }
    encoder.write(entry, list.ndx(list.count()), list.ndxStart());
    if (tellsLength && list.count() % 100 == 0) {
      settings.log().listGrows(list.count());
    }
    return list.add(entry);
  }

  private boolean isHidden(SourceRoot root) {
    return options.moduleRules.hidesUnreadable()
        && !FileMode.isSymlink(entry.mode)
        && !roots
            .tree(root)
            .isReadable(root.inTree(entry.path, entry.pathLength), links.isActive());
  }

  /** Adds an entry without a type, which tells the other side to delete what has its name. */
  void addMissing(byte[] name, int mark) {
    entry.clear();
    entry.setPath(name);
    entry.mode = 0;
    entry.mark = mark;
    if (convertNames(origin(mark).root)) {
      encoder.write(entry, list.ndx(list.count()), list.ndxStart());
      list.add(entry);
    }
  }

  /**
   * The flags of a directory, changed if it is a mount point that {@code -x} does not enter; -1 to
   * skip it.
   */
  private int atMountPoint(int flags) {
    boolean below =
        (flags & (EntryFlags.CONTENT_DIR | EntryFlags.TOP_DIR)) == EntryFlags.CONTENT_DIR;
    if (options.oneFileSystem == 0 || device == filesystem || !below) {
      return flags;
    }
    if (options.oneFileSystem > 1) {
      if (options.info(Info.MOUNT) >= 1) {
        messages.skippedMount(entry.pathCopy());
      }
      return -1;
    }
    return (flags | EntryFlags.MOUNT_DIR) & ~EntryFlags.CONTENT_DIR;
  }

  boolean isExcluded(SourceRoot root, Filtering filtering, FilterScope filters, boolean directory) {
    return matches(root.moduleFilters, directory)
        || (filtering == Filtering.ALL && matches(filters, directory));
  }

  private boolean matches(FilterScope scope, boolean directory) {
    return !scope.isEmpty()
        && scope.check(entry.path, 0, entry.pathLength, NameKind.of(directory))
            == FilterResult.EXCLUDED;
  }

  /**
   * Reports an entry of a directory that could not be looked at, unless it would be left out
   * anyway.
   */
  void failed(SourceRoot root, int errno, FilterScope filters) {
    if (isWanted(root, filters)) {
      messages.entryFailed(root.fullName(entry.pathCopy()), errno);
    }
  }

  private boolean isWanted(SourceRoot root, FilterScope filters) {
    return !isExcluded(root, Filtering.ALL, filters, false)
        && !isExcluded(root, Filtering.ALL, filters, true);
  }

  /** As {@link #failed(SourceRoot, int, FilterScope)}, of what a link leads to. */
  void linkFailed(SourceRoot root, int errno, FilterScope filters) {
    if (!isWanted(root, filters)) {
      return;
    }
    byte[] name = root.fullName(entry.pathCopy());
    switch (errno) {
      case Errno.ENOENT -> messages.noReferent(name);
      case Errno.EXDEV -> messages.leadsOut(name, !links.opensLinks());
      default -> messages.entryFailed(name, errno);
    }
  }

  private boolean complete(SourceRoot root, boolean directory) {
    if (options.copyDevices && entry.isDevice()) {
      deviceAsFile(root);
    }
    int mode = entry.mode;
    entry.linkLength = 0;
    if (!wantsNanos || entry.mtimeNanos < 0 || entry.mtimeNanos > MAX_NANOS) {
      entry.mtimeNanos = 0;
    }
    if (FileMode.isRegular(mode)) {
      SourceDigest sums = digest;
      if (sums != null) {
        Tree tree = roots.tree(root);
        byte[] path = root.inTree(entry.path, entry.pathLength);
        sums.of(tree, path, links.opensLinks(), entry.size, entry.checksum);
      }
    } else if (FileMode.isSymlink(mode)) {
      if (options.links && !readLink(root)) {
        return false;
      }
    } else if (!directory) {
      entry.size = 0;
    }
    if (options.hardLinks > 0 && linked && !directory) {
      entry.flags |= EntryFlags.HARD_LINKED;
    }
    if (!FileMode.isSymlink(mode)) {
      entry.mode = settings.modeChange().applyAsInt(mode);
    }
    return convertNames(root) && readAttributes(root);
  }

  /** Whether the other side can be told the entry's name, and its target. */
  private boolean convertNames(SourceRoot root) {
    String reason = encoder.convertName(entry);
    if (reason != null) {
      messages.nameNotConverted(entry.pathCopy(), reason);
      return false;
    }
    if (entry.linkLength > 0) {
      reason = encoder.convertLink(entry);
    }
    if (reason != null) {
      messages.linkNotConverted(root.fullName(entry.pathCopy()), reason);
    }
    return reason == null;
  }

  private boolean readAttributes(SourceRoot root) {
    if (!settings.attributes().wanted()) {
      return true;
    }
    byte[] path = entry.pathCopy();
    boolean read =
        settings
            .attributes()
            .read(roots.tree(root), root.inTree(path), entry, () -> root.fullName(path));
    if (!read) {
      messages.attributesFailed();
    }
    return read;
  }

  /** A device's content is sent as that of a file, which is as old as this moment. */
  private void deviceAsFile(SourceRoot root) {
    byte[] path = root.inTree(entry.path, entry.pathLength);
    entry.size = Trees.deviceSize(roots.tree(root), path, entry.size);
    entry.mode = FileMode.REGULAR | (entry.mode & Modes.ACCESS_BITS);
    entry.mtime = System.currentTimeMillis() / 1000;
    entry.mtimeNanos = 0;
    entry.rdevMajor = 0;
    entry.rdevMinor = 0;
  }

  private boolean readLink(SourceRoot root) {
    byte[] target;
    try {
      target = roots.tree(root).readLink(root.inTree(entry.path, entry.pathLength));
    } catch (PosixException e) {
      messages.entryFailed(root.fullName(entry.pathCopy()), e.errno());
      return false;
    }
    int length = Math.min(target.length, FileEntry.MAX_LINK);
    if (length == 0) {
      messages.emptyLink(root.fullName(entry.pathCopy()));
      return false;
    }
    entry.setLink(target, 0, length);
    return true;
  }
}
