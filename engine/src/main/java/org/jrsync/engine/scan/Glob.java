package org.jrsync.engine.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.filter.Wildmatch;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.DirectorySnapshot;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.RsyncException;

/**
 * Expands wildcards in a client's paths, as a shell would have done had the files been on its side.
 * What a module's own rules exclude is not found.
 */
public final class Glob {

  /** Most paths that the arguments of one session may come to. */
  static final int MAX_PATHS = 1 << 20;

  /**
   * Most directories that the wildcards of one session may look into. Links that lead back make a
   * short pattern stand for any number of them.
   */
  static final int MAX_DIRECTORIES = 100_000;

  /** Most names that they may find there, a name that is met again counting again. */
  static final long MAX_NAMES = 1L << 24;

  /** Bytes that a path takes in memory besides its own. */
  private static final int PATH_OVERHEAD = 32;

  private final Tree tree;
  private final FilterList hidden;
  private final MemoryBudget memory;
  private final boolean allLinks;
  private final List<byte[]> found = new ArrayList<>();
  private int directories;
  private long names;

  /**
   * @param hidden the module's own rules, none outside of a module
   */
  public Glob(Tree tree, FilterList hidden) {
    this(tree, hidden, MemoryBudget.unlimited());
  }

  /**
   * @param hidden the module's own rules, none outside of a module
   * @param memory what the paths are taken from
   */
  public Glob(Tree tree, FilterList hidden, MemoryBudget memory) {
    this(tree, hidden, memory, false);
  }

  private Glob(Tree tree, FilterList hidden, MemoryBudget memory, boolean allLinks) {
    this.tree = tree;
    this.hidden = hidden;
    this.memory = memory;
    this.allLinks = allLinks;
  }

  /** One that finds links too which lead to nothing, or out of the tree. */
  public static Glob withAllLinks(Tree tree) {
    return new Glob(tree, FilterList.EMPTY, MemoryBudget.unlimited(), true);
  }

  /**
   * Adds what a path stands for, which is the path itself when nothing matches.
   *
   * @throws RsyncException when the session's arguments pass one of the limits
   */
  public void add(byte[] path) {
    int before = found.size();
    match(new byte[0], path, 0);
    if (found.size() == before) {
      take(path);
    }
  }

  /** Everything added, in order. */
  public List<byte[]> paths() {
    return found;
  }

  private void match(byte[] done, byte[] path, int from) {
    int at = from;
    while (at + 1 < path.length && path[at] == '.' && path[at + 1] == '/') {
      at += 2;
    }
    byte[] prefix = join(done, path, from, at);
    int slash = at;
    while (slash < path.length && path[slash] != '/') {
      slash++;
    }
    byte[] part = Arrays.copyOfRange(path, at, slash);
    if (!hasWildcard(part)) {
      descend(prefix, part, path, slash, false);
      return;
    }
    Wildmatch pattern = Wildmatch.compile(part);
    if (++directories > MAX_DIRECTORIES) {
      throw tooMuch("look into", MAX_DIRECTORIES, "directories");
    }
    DirectorySnapshot content;
    try {
      content = tree.names(prefix, true);
    } catch (PosixException e) {
      return;
    }
    names += content.count();
    if (names > MAX_NAMES) {
      throw tooMuch("meet", MAX_NAMES, "names");
    }
    for (int i = 0; i < content.count(); i++) {
      byte[] name = content.name(i);
      if (pattern.matches(name)) {
        descend(prefix, name, path, slash, true);
      }
    }
  }

  /** Goes on below one name, or takes the path when this was its last part. */
  private void descend(byte[] prefix, byte[] name, byte[] path, int slash, boolean matched) {
    boolean more = slash < path.length;
    byte[] here = join(prefix, name, 0, name.length);
    if (matched || (more && name.length > 0)) {
      FileStat stat = new FileStat();
      int errno = tree.stat(here, stat);
      if (errno != 0 && allLinks && !more) {
        errno = tree.lstat(here, stat);
      }
      if (errno != 0) {
        return;
      }
      if (more && !stat.isDirectory()) {
        return;
      }
      if (hidden.excludes(here, stat.isDirectory())) {
        return;
      }
    }
    if (!more) {
      take(here);
      return;
    }
    match(join(here, path, slash, slash + 1), path, slash + 1);
  }

  private void take(byte[] path) {
    if (found.size() >= MAX_PATHS) {
      throw new RsyncException(
          ExitCode.PROTOCOL, "the arguments come to more than " + MAX_PATHS + " paths");
    }
    memory.reserve(path.length + PATH_OVERHEAD, "paths of the arguments");
    found.add(path);
  }

  private static RsyncException tooMuch(String verb, long limit, String what) {
    return new RsyncException(
        ExitCode.MALLOC,
        "the wildcards of the arguments " + verb + " more than " + limit + " " + what);
  }

  private static boolean hasWildcard(byte[] part) {
    for (byte b : part) {
      if (b == '*' || b == '?' || b == '[') {
        return true;
      }
    }
    return false;
  }

  private static byte[] join(byte[] first, byte[] second, int from, int to) {
    byte[] joined = Arrays.copyOf(first, first.length + to - from);
    System.arraycopy(second, from, joined, first.length, to - from);
    return joined;
  }
}
