package org.jrsync.engine.tree;

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

  /** Copies all of a file into one that is empty. */
  public static void copy(Tree from, byte[] path, FileHandle target) throws Failure {
    byte[] buffer = new byte[BUFFER];
    try (FileHandle source = from.openRead(path)) {
      for (long at = 0; ; ) {
        int count = read(source, buffer, at);
        if (count <= 0) {
          return;
        }
        write(target, buffer, count, at);
        at += count;
      }
    } catch (PosixException e) {
      throw new Failure("open", true, e);
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
