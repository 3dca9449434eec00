package org.jrsync.engine.generator;

import org.jrsync.engine.Session;
import org.jrsync.engine.basis.BasisFile;
import org.jrsync.engine.metadata.AttributeSetter;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.receiver.TemporaryName;
import org.jrsync.engine.tree.FileCopy;
import org.jrsync.engine.tree.Tree;
import org.jrsync.engine.tree.Trees;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.MessageCode;

/** Copies a file of this side to the destination, under a temporary name until it is whole. */
final class LocalCopy {
  private static final int ATTEMPTS = 100;
  private static final int OWNER_WRITE = 0200;
  private static final int PRIVATE_BITS = 0700;

  private final Session session;
  private final Tree tree;
  private final AttributeSetter attributes;

  LocalCopy(Session session, Tree tree, AttributeSetter attributes) {
    this.session = session;
    this.tree = tree;
    this.attributes = attributes;
  }

  /**
   * Gives the candidate the data of a file, and the attributes that the list says.
   *
   * @return false if that failed, which has been reported
   */
  boolean copy(Candidate c, BasisFile from) {
    byte[] temporary = new byte[0];
    FileHandle file = null;
    for (int i = 0; file == null; i++) {
      temporary = TemporaryName.of(c.path);
      try {
        file = tree.create(temporary, (c.mode | OWNER_WRITE) & PRIVATE_BITS);
      } catch (PosixException e) {
        if (e.errno() != Errno.EEXIST || i >= ATTEMPTS) {
          session.fail("mkstemp ", temporary, " failed", e.errno());
          return false;
        }
      }
    }
    try (FileHandle target = file) {
      FileCopy.copy(from.tree(), from.path(), target, session.options().writing);
    } catch (FileCopy.Failure e) {
      report(e, from, temporary);
      Trees.unlinkQuietly(tree, temporary);
      return false;
    }
    attributes.copyXattrs(from.tree(), from.path(), temporary);
    attributes.apply(temporary, c.entry, c.mode, null, AttributeSetter.ACCURATE_TIME);
    return rename(temporary, c.path);
  }

  private void report(FileCopy.Failure e, BasisFile from, byte[] temporary) {
    session.fail(e.verb() + " ", e.ofSource() ? from.told() : temporary, "", e.errno());
    if (session.options().info(Info.COPY) >= 1) {
      session
          .systemError(MessageCode.INFO)
          .text("copy_file ")
          .full(from.told())
          .text(" => ")
          .name(temporary)
          .errno(e.errno())
          .send();
    }
  }

  private boolean rename(byte[] temporary, byte[] path) {
    try {
      tree.rename(temporary, path);
      return true;
    } catch (PosixException e) {
      session
          .systemError(MessageCode.ERROR_XFER)
          .text("rename ")
          .full(temporary)
          .text(" -> \"")
          .name(path)
          .text("\"")
          .errno(e.errno())
          .send();
      Trees.unlinkQuietly(tree, temporary);
      return false;
    }
  }
}
