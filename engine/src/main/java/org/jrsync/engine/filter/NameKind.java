package org.jrsync.engine.filter;

/** What a name given to a filter belongs to. */
public enum NameKind {
  FILE,
  DIRECTORY,
  /** The name of an extended attribute; only rules with the {@code x} modifier look at it. */
  XATTR;

  /** The kind of a directory entry. */
  public static NameKind of(boolean isDirectory) {
    return isDirectory ? DIRECTORY : FILE;
  }
}
