package org.jrsync.engine.sender;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jrsync.engine.Session;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.FileEntry;
import org.jrsync.wire.flist.SharedList;
import org.jrsync.wire.flist.XattrCodec;
import org.jrsync.wire.flist.XattrSet;

/** Takes requests for long values of extended attributes and answers them from the files. */
final class XattrAnswers {
  private final Session session;
  private final SentFiles files;
  private final SharedList<XattrSet> sets;

  /** Values of a set that were asked for before. */
  private final Map<Integer, BitSet> answered = new HashMap<>();

  private final BitSet wanted = new BitSet();

  XattrAnswers(Session session, SentFiles files) {
    this.session = session;
    this.files = files;
    this.sets = session.attributeLists().xattrs();
  }

  /** Reads what is asked for of a file. */
  void read(WireInput in, FileEntry entry) {
    wanted.clear();
    if (entry.xattrs < 0) {
      throw ProtocolException.value("recv_xattr_request: internal data error!");
    }
    XattrSet set = sets.get(entry.xattrs);
    BitSet before = answered.computeIfAbsent(entry.xattrs, key -> new BitSet());
    byte[] path = entry.pathCopy();
    XattrCodec.readRequests(
        in,
        set,
        path,
        index -> {
          if (before.get(index)) {
            throw XattrCodec.wrongRequest(in, set, index, path);
          }
          before.set(index);
          wanted.set(index);
        });
  }

  /** Writes the values; one that cannot be read any more is sent empty. */
  void write(WireOutput out, int ndx, FileEntry entry) {
    XattrSet set = sets.get(entry.xattrs);
    int before = 0;
    for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
      XattrSet.Item item = set.item(i);
      out.writeVarint(item.number() - before);
      before = item.number();
      byte[] value = files.xattr(ndx, item.name());
      if (value == null) {
        session
            .message(MessageCode.ERROR_XFER)
            .text("failed to re-read xattr ")
            .name(item.name())
            .text(" for ")
            .name(entry.pathCopy())
            .text("\n")
            .send();
        out.writeVarint(0);
        continue;
      }
      out.writeVarint(value.length);
      out.write(value);
    }
    out.writeByte(0);
  }
}
