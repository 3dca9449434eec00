package org.jrsync.engine;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.scan.RequestPath;
import org.jrsync.wire.flist.EntryPolicy;

/**
 * Holds a remote sender to the {@code --files-from} list that this side forwards to it: a name must
 * be on the list, lie below what is, or be a directory that leads to it. The list is taken in by
 * the thread that forwards it, each name before the sender has it.
 */
public final class ListedNames {
  private final boolean relative;
  private final boolean recursive;

  /** How many levels below what is listed may come where directories are not entered. */
  private final int levels;

  private final Set<Name> listed = new HashSet<>();
  private final Set<Name> parents = new HashSet<>();
  private boolean everything;

  /** A name as a key. */
  private static final class Name {
    private final byte[] bytes;
    private final int hash;

    Name(byte[] path, int length) {
      bytes = Arrays.copyOf(path, length);
      hash = Arrays.hashCode(bytes);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Name name && Arrays.equals(bytes, name.bytes);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  public ListedNames(Options options) {
    this.relative = options.relative;
    this.recursive = options.recursive;
    this.levels = options.transfersDirs() ? 1 : 0;
  }

  /** Takes a name of the list. */
  public synchronized void add(byte[] name) {
    byte[] path = RequestPath.transferred(name, relative);
    if (path.length == 0) {
      everything = true;
      return;
    }
    if (!listed.add(new Name(path, path.length)) || !relative) {
      return;
    }
    for (int end = path.length - 1; end > 0; end--) {
      if (path[end] == '/' && !parents.add(new Name(path, end))) {
        return; // What leads there is known.
      }
    }
  }

  /** The check of a session, which holds the sender to the client's own rules too. */
  public EntryPolicy policy(Session session) {
    RequestedNames rules = RequestedNames.any(session.options(), session.filters());
    return new EntryPolicy() {
      @Override
      public void check(byte[] path, int length, boolean directory) {
        if (!isListed(path, length, directory)) {
          throw RequestedNames.refused("unrequested", Arrays.copyOf(path, length));
        }
        rules.check(path, length, directory);
      }

      @Override
      public boolean isImpliedParent(byte[] path, int length) {
        return isParentOnly(path, length);
      }
    };
  }

  synchronized boolean isListed(byte[] path, int length, boolean directory) {
    int start = start(path, length);
    byte[] name = Arrays.copyOfRange(path, start, length);
    if (everything && (recursive || isTop(name) || depth(name) <= levels)) {
      return true;
    }
    return isCovered(name)
        || (relative && directory && parents.contains(new Name(name, name.length)));
  }

  /** Whether a name is on the list or below what is. */
  private boolean isCovered(byte[] name) {
    if (listed.contains(new Name(name, name.length))) {
      return true;
    }
    int left = recursive ? Integer.MAX_VALUE : levels;
    for (int end = name.length - 1; end > 0 && left > 0; end--) {
      if (name[end] == '/') {
        if (listed.contains(new Name(name, end))) {
          return true;
        }
        left--;
      }
    }
    return false;
  }

  synchronized boolean isParentOnly(byte[] path, int length) {
    if (everything) {
      return false;
    }
    byte[] name = Arrays.copyOfRange(path, start(path, length), length);
    return isTop(name)
        || (relative && parents.contains(new Name(name, name.length)) && !isCovered(name));
  }

  private static int start(byte[] path, int length) {
    return length > 0 && path[0] == '/' ? 1 : 0;
  }

  private static boolean isTop(byte[] name) {
    return name.length == 0 || (name.length == 1 && name[0] == '.');
  }

  private static int depth(byte[] name) {
    int depth = 1;
    for (byte b : name) {
      depth += b == '/' ? 1 : 0;
    }
    return depth;
  }
}
