package org.jrsync.engine;

import org.jrsync.engine.report.ProgressLine;

/** Told how the data of files moves, on the thread that moves it. Does nothing by default. */
public interface TransferProgress {
  /** Wants to know nothing. */
  TransferProgress NONE = new TransferProgress() {};

  /** Tells where the whole transfer stands, on the thread that moves the data. */
  @FunctionalInterface
  interface Whole {
    /**
     * Where it stands while a file moves.
     *
     * @param ndx the file's index in the file list
     */
    ProgressLine.Standing at(int ndx);
  }

  /**
   * A file list that is sent or received as a whole begins. People see a line that stays open.
   *
   * @param what happens to it, such as {@code building file list}
   */
  default void listBegins(String what) {}

  /** The file list, or what {@code --delete} has listed, has got this long. */
  default void listGrows(long entries) {}

  /** The file list is complete: what is told next goes on the line that was left open. */
  default void listEnds() {}

  /** The transfer begins. */
  default void begins(Whole whole) {}

  /**
   * A file's data begins.
   *
   * @param ndx its index in the file list
   * @param size its length in bytes
   */
  default void fileBegins(int ndx, long size) {}

  /** The present file has got this far. */
  default void at(long offset, long size) {}

  /** The present file is done. */
  default void fileDone(long size) {}

  /**
   * A part of the list, or a phase, is done.
   *
   * @param ndx the last index of the part that holds the latest requested entry
   */
  default void partDone(int ndx) {}
}
