package org.jrsync.engine;

import org.jrsync.engine.options.Debug;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.flist.FileList;
import org.jrsync.wire.flist.FileListReader;

/** What the receiving side says with {@code --debug=dup} of names that the list has twice. */
final class DuplicateNames {
  private DuplicateNames() {}

  /** Has the reader tell of them, where that was asked for. */
  static void tell(Session session, FileListReader reader) {
    if (session.options().debug(Debug.DUP) > 0) {
      reader.tellsDuplicates((list, position) -> tell(session, list, position));
    }
  }

  private static void tell(Session session, FileList list, int position) {
    // rsync's generator and its receiver both read the parts that come after the first.
    int times = list.parent() == FileList.NO_PARENT ? 1 : 2;
    for (int i = 0; i < times; i++) {
      session
          .message(MessageCode.INFO)
          .text("removing duplicate name ")
          .name(list.path(position))
          .text(" from file list (")
          .number(list.ndxStart() + position)
          .text(")\n")
          .send();
    }
  }
}
