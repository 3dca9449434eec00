package org.jrsync.engine;

import java.io.ByteArrayOutputStream;
import java.util.function.Supplier;
import org.jrsync.engine.report.Message;
import org.jrsync.engine.tree.AttributeFaults;
import org.jrsync.wire.MessageCode;

/**
 * Tells of attributes of {@code --fake-super} that cannot be read, in rsync's words; they make the
 * run end with exit code 23.
 *
 * @param session of the role that looks, with paths shown as those of the tree
 */
record ToldFaults(Supplier<Session> session) implements AttributeFaults {
  private static final byte[] TOP = {'.'};

  /** For a tree that one role alone looks at. */
  static AttributeFaults of(Session session) {
    return new ToldFaults(() -> session);
  }

  /** What is looked at by no name is not looked at for its attributes. */
  @Override
  public void unreadable(byte[] path, int errno) {
    if (path.length > 0) {
      session.get().fail("failed to read xattr user.rsync.%stat for ", path, "", errno);
    }
  }

  @Override
  public byte[] shown(byte[] path) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    new Message((code, bytes) -> text.writeBytes(bytes), MessageCode.ERROR, session.get().display())
        .full(path.length == 0 ? TOP : path)
        .send();
    return text.toByteArray();
  }
}
