package org.jrsync.engine.scan;

import java.util.function.Supplier;
import org.jrsync.engine.tree.Tree;
import org.jrsync.wire.flist.AttributeLists;
import org.jrsync.wire.flist.FileEntry;
import org.jspecify.annotations.Nullable;

/**
 * Reads the extended attributes and access control lists of a sender's files. Messages show a file
 * in quotation marks, by a text that is asked for only when there is something to tell.
 */
public interface AttributeSource {

  /** What entries have indexes into. */
  AttributeLists lists();

  /** Whether there is anything to read. */
  boolean wanted();

  /**
   * Reads what is wanted of a file into its entry, which must be sent next.
   *
   * @return false if that failed, which has been reported
   */
  boolean read(Tree tree, byte[] path, FileEntry entry, Supplier<byte[]> shown);

  /** One extended attribute; null where it cannot be read, which has been reported. */
  byte @Nullable [] xattr(Tree tree, byte[] path, byte[] name, Supplier<byte[]> shown);
}
