package org.jrsync.daemon.session;

/** Finds the text that every client is shown after the greeting. */
@FunctionalInterface
public interface MessageOfTheDay {

  /** The file's bytes, or none when {@code path} (a text of bytes) is empty or cannot be read. */
  byte[] read(String path);
}
