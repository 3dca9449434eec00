package org.jrsync.bench.memory;

import java.util.function.Supplier;
import org.jrsync.engine.scan.AttributeSource;
import org.jrsync.engine.tree.Tree;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.flist.AttributeLists;
import org.jrsync.wire.flist.FileEntry;
import org.jrsync.wire.flist.XattrCodec;
import org.jspecify.annotations.Nullable;

/**
 * Files without extended attributes and with no more of an access control list than their mode.
 * With {@code -X} and {@code -A} every entry says so, by the index of what is empty.
 */
final class NoAttributes implements AttributeSource {
  private final AttributeLists lists =
      new AttributeLists(MemoryBudget.unlimited(), XattrCodec.Names.SAME);

  @Override
  public AttributeLists lists() {
    return lists;
  }

  @Override
  public boolean wanted() {
    return false;
  }

  @Override
  public boolean read(Tree tree, byte[] path, FileEntry entry, Supplier<byte[]> shown) {
    throw new IllegalStateException("not wanted");
  }

  @Override
  public byte @Nullable [] xattr(Tree tree, byte[] path, byte[] name, Supplier<byte[]> shown) {
    throw new IllegalStateException("not wanted");
  }
}
