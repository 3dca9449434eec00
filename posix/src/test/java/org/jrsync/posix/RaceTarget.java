package org.jrsync.posix;

import java.io.IOException;

/**
 * What the race tests do to a tree, so that the same test runs on one that is confined and on one
 * that is not.
 */
interface RaceTarget extends AutoCloseable {
  /** Sets what happens between the target's look at the path and its use. */
  void beforeUse(Runnable flip);

  void create(String path) throws IOException;

  void overwrite(String path) throws IOException;

  String read(String path) throws IOException;

  String list(String path) throws IOException;

  void delete(String path) throws IOException;

  void removeDirectory(String path) throws IOException;

  void makeDirectory(String path) throws IOException;

  void symlink(String path) throws IOException;

  void rename(String from, String to) throws IOException;

  void link(String from, String to) throws IOException;

  void chmod(String path) throws IOException;

  void chown(String path) throws IOException;

  void touch(String path) throws IOException;

  void setXattr(String path) throws IOException;

  String getXattr(String path) throws IOException;

  long size(String path) throws IOException;

  String readLink(String path) throws IOException;

  @Override
  void close();
}
