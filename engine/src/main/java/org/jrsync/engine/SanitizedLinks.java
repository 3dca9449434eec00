package org.jrsync.engine;

import org.jrsync.wire.flist.EntryPolicy;

/**
 * Keeps the targets of received symbolic links inside a module by their text, as rsync's daemon
 * does where it neither changes its root nor munges links: a target loses its leading slashes and
 * each {@code ..} that would lead above the transfer's top, and what is left is shortened
 * (rsyncd.conf(5), "munge symlinks").
 */
public record SanitizedLinks() implements EntryPolicy {

  @Override
  public int adjustLink(byte[] target, int length, int depth) {
    return length == 0 ? 0 : sanitize(target, length, depth);
  }

  /** Works in place, since a target never becomes longer. */
  private static int sanitize(byte[] target, int length, int depth) {
    int to = 0;
    int kept = 0;
    int levels = depth;
    int from = 0;
    while (from < length) {
      int end = from;
      while (end < length && target[end] != '/') {
        end++;
      }
      int name = end - from;
      boolean up = name == 2 && target[from] == '.' && target[from + 1] == '.';
      if (up && to > kept) {
        to = parent(target, kept, to);
      } else if (name > 0 && !(name == 1 && target[from] == '.') && (!up || levels > 0)) {
        int whole = end < length ? name + 1 : name;
        System.arraycopy(target, from, target, to, whole);
        to += whole;
        if (up) {
          levels--;
          kept = to;
        }
      }
      from = end + 1;
    }
    if (to == 0) {
      target[to++] = '.';
    }
    return to;
  }

  /** Where the path ends without its last component; it ends with a slash. */
  private static int parent(byte[] path, int start, int end) {
    int to = end - 1;
    while (to > start && path[to - 1] != '/') {
      to--;
    }
    return to;
  }
}
