package org.jrsync.engine.generator;

import java.util.Arrays;
import org.jrsync.engine.IoErrors;
import org.jrsync.engine.Session;
import org.jrsync.engine.basis.AlternateDirectories;
import org.jrsync.engine.basis.AlternateDirectory;
import org.jrsync.engine.basis.BasisFile;
import org.jrsync.engine.basis.BasisType;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.metadata.Times;
import org.jrsync.engine.options.Debug;
import org.jrsync.engine.tree.Paths;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.MessageCode;
import org.jspecify.annotations.Nullable;

/**
 * Finds a basis for a file that is missing: one in the same directory, or in that directory of the
 * further ones, that has its size and time, or else a name like it.
 */
final class FuzzySearch {
  /** Names that are further apart have nothing to do with each other. */
  private static final long FURTHEST = 25L * FuzzyScore.UNIT;

  private static final byte[] TOP = {'.'};

  /** Names that are compared at a stretch, which takes a millisecond or two at most. */
  private static final int TURN = 64;

  private final Session session;
  private final Tree tree;
  private final @Nullable AlternateDirectories alternates;
  private final FuzzyScore score = new FuzzyScore();

  /** The destination's listing first, then those of the further directories. */
  private final @Nullable FuzzyListing[] listings;

  private byte @Nullable [] dir;
  private boolean listed;
  private long size;
  private int compared;

  /**
   * @param alternates where to look too, null for nowhere
   */
  FuzzySearch(Session session, Tree tree, @Nullable AlternateDirectories alternates) {
    this.session = session;
    this.tree = tree;
    this.alternates = alternates;
    this.listings = new FuzzyListing[1 + (alternates == null ? 0 : alternates.count())];
  }

  /** The generator has come to an entry: the listings are of its directory from now on. */
  void enter(byte[] path) {
    byte[] known = dir;
    int length = Math.max(0, Paths.lastSlash(path));
    if (known == null || !Arrays.equals(known, 0, known.length, path, 0, length)) {
      dir = Arrays.copyOf(path, length);
      listed = false;
      Arrays.fill(listings, null);
    }
  }

  /** The file at a path is about to be changed: it is no basis for others. */
  void changes(byte[] path) {
    FuzzyListing own = listings[0];
    if (own != null) {
      own.markChanging(Arrays.copyOfRange(path, Paths.lastSlash(path) + 1, path.length));
    }
  }

  /** The length of the file that was found last, in bytes. */
  long size() {
    return size;
  }

  /** The basis for a file that is missing, null if there is none. */
  @Nullable BasisFile find(Candidate c) {
    list();
    byte[] path = c.entry.pathCopy();
    byte[] wanted = Arrays.copyOfRange(path, Paths.lastSlash(path) + 1, path.length);
    for (int i = 0; i < listings.length; i++) {
      int found = sameSizeAndTime(i, c);
      if (found >= 0) {
        return take(c, i, found);
      }
    }
    long nearest = FURTHEST;
    int where = -1;
    int which = -1;
    int suffix = FuzzyScore.suffixOf(wanted);
    boolean told = session.options().debug(Debug.FUZZY) >= 2;
    for (int i = 0; i < listings.length; i++) {
      FuzzyListing listing = listings[i];
      for (int j = 0; listing != null && j < listing.count(); j++) {
        if (listing.isChanging(j)) {
          continue;
        }
        long distance =
            score.between(
                listing.names(),
                listing.nameStart(j),
                listing.nameEnd(j),
                wanted,
                suffix,
                nearest,
                told);
        if (told) {
          tellDistance(i, listing.name(j), distance);
        }
        makeRoom();
        if (distance <= nearest) {
          nearest = distance;
          where = i;
          which = j;
        }
      }
    }
    return where < 0 ? null : take(c, where, which);
  }

  /** A large directory's names take a while: a server's other sessions are to have their turns. */
  @SuppressWarnings("ThreadPriorityCheck") // Virtual threads are not taken their turn otherwise.
  private void makeRoom() {
    if (++compared % TURN == 0 && Thread.currentThread().isVirtual()) {
      Thread.yield();
    }
  }

  private int sameSizeAndTime(int where, Candidate c) {
    FuzzyListing listing = listings[where];
    int window = session.options().modifyWindow;
    for (int i = 0; listing != null && i < listing.count(); i++) {
      if (!listing.isChanging(i)
          && listing.size(i) == c.entry.size
          && Times.same(window, listing.mtime(i), 0, c.entry.mtime, 0)) {
        tellMatch(where, listing.name(i));
        return i;
      }
    }
    return -1;
  }

  private @Nullable BasisFile take(Candidate c, int where, int which) {
    FuzzyListing listing = listings[where];
    byte[] in = dir;
    if (listing == null || in == null) {
      return null;
    }
    byte[] name = listing.name(which);
    byte[] path = join(in, name);
    AlternateDirectory other = other(where);
    Tree from = other == null ? tree : other.treeFor(path);
    if (from == null) {
      return null;
    }
    size = listing.size(which);
    byte[] told = told(where, path);
    if (session.options().debug(Debug.FUZZY) >= 1) {
      session
          .message(MessageCode.INFO)
          .text("fuzzy basis selected for ")
          .name(c.path)
          .text(": ")
          .name(told)
          .text("\n")
          .send();
    }
    return new BasisFile(from, path, told, BasisType.FUZZY + where, name);
  }

  private @Nullable AlternateDirectory other(int where) {
    return where == 0 || alternates == null ? null : alternates.get(where - 1);
  }

  private byte[] told(int where, byte[] path) {
    AlternateDirectory other = other(where);
    return other == null ? path : other.told(path);
  }

  private void tellMatch(int where, byte[] name) {
    byte[] in = dir;
    if (in != null && session.options().debug(Debug.FUZZY) >= 2) {
      session
          .message(MessageCode.INFO)
          .text("fuzzy size/modtime match for ")
          .name(told(where, join(in, name)))
          .text("\n")
          .send();
    }
  }

  private void tellDistance(int where, byte[] name, long distance) {
    byte[] in = dir;
    if (in == null) {
      return;
    }
    String fraction = Long.toString(distance & 0xffff);
    session
        .message(MessageCode.INFO)
        .text("fuzzy distance for ")
        .name(told(where, join(in, name)))
        .text(" = ")
        .number(distance >> 16)
        .text(".")
        .text("0".repeat(5 - fraction.length()))
        .text(fraction)
        .text("\n")
        .send();
  }

  private void list() {
    byte[] in = dir;
    if (listed || in == null) {
      return;
    }
    listed = true;
    listings[0] = read(tree, in, in, session.moduleFilters());
    for (int i = 1; i < listings.length; i++) {
      AlternateDirectory other = other(i);
      byte[] path = in.length == 0 ? TOP : in;
      Tree from = other == null ? null : other.treeFor(path);
      if (other != null && from != null) {
        listings[i] = read(from, in, other.told(path), other.hidden());
      }
    }
  }

  private @Nullable FuzzyListing read(Tree from, byte[] path, byte[] told, FilterList hidden) {
    try {
      return new FuzzyListing(from.list(path.length == 0 ? TOP : path, true), path, hidden);
    } catch (PosixException e) {
      if (e.errno() != Errno.ENOENT) {
        session.ioErrors().add(IoErrors.GENERAL);
        session.fail("opendir ", told.length == 0 ? TOP : told, " failed", e.errno());
      }
      return null;
    }
  }

  /** A name in a directory, of which the empty path is the top. */
  static byte[] join(byte[] dir, byte[] name) {
    if (dir.length == 0) {
      return name;
    }
    byte[] path = Arrays.copyOf(dir, dir.length + 1 + name.length);
    path[dir.length] = '/';
    System.arraycopy(name, 0, path, dir.length + 1, name.length);
    return path;
  }
}
