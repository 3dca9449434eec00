package org.jrsync.engine.tree;

import org.jrsync.engine.options.Writing;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.PosixException;

/** Copies the content of files. */
public final class FileCopy {
  private static final int BUFFER = 128 * 1024;

  private FileCopy() {}

  /** A step of a copy that failed. */
  public static final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    private final String verb;
    private final boolean ofSource;
    private final int errno;

    /**
     * @param verb what could not be done, as messages have it
     * @param ofSource whether to the original, and not to the copy
     */
    public Failure(String verb, boolean ofSource, PosixException cause) {
      super(cause);
      this.verb = verb;
      this.ofSource = ofSource;
      this.errno = cause.errno();
    }

    /** What could not be done: {@code open}, {@code read} or {@code write}. */
    public String verb() {
      return verb;
    }

    public boolean ofSource() {
      return ofSource;
    }

    public int errno() {
      return errno;
    }
  }

  /** As {@link #copy(Tree, byte[], FileHandle, Writing, Runnable)}, whatever happens meanwhile. */
  public static void copy(Tree from, byte[] path, FileHandle target, Writing writing)
      throws Failure {
    copy(from, path, target, writing, () -> {});
  }

  /**
   * Copies all of a file into one that is empty.
   *
   * @param writing whether room is reserved before, and the copy is to be on the disk after
   * @param pause run before each piece of the copy, which it ends by throwing
   */
  public static void copy(
      Tree from, byte[] path, FileHandle target, Writing writing, Runnable pause) throws Failure {
    byte[] buffer = new byte[BUFFER];
    try (FileHandle source = from.openRead(path)) {
      if (writing.preallocate()) {
        reserve(source, target);
      }
      for (long at = 0; ; ) {
        pause.run();
        int count = read(source, buffer, at);
        if (count <= 0) {
          settle(target, writing);
          return;
        }
        write(target, buffer, count, at);
        at += count;
      }
    } catch (PosixException e) {
      throw new Failure("open", true, e);
    }
  }

  /** A disk that cannot reserve takes the data all the same, as long as it fits. */
  private static void reserve(FileHandle source, FileHandle target) {
    try {
      if (source.size() > 0) {
        target.allocate(0, source.size());
      }
    } catch (PosixException e) {
      return;
    }
  }

  private static void settle(FileHandle target, Writing writing) throws Failure {
    try {
      if (writing.fsync()) {
        target.fsync();
      }
    } catch (PosixException e) {
      throw new Failure("fsync", false, e);
    }
  }

  private static int read(FileHandle source, byte[] buffer, long at) throws Failure {
    try {
      return source.preadFully(buffer, 0, buffer.length, at);
    } catch (PosixException e) {
      throw new Failure("read", true, e);
    }
  }

  private static void write(FileHandle target, byte[] buffer, int count, long at) throws Failure {
    try {
      target.pwrite(buffer, 0, count, at);
    } catch (PosixException e) {
      throw new Failure("write", false, e);
    }
  }
}
