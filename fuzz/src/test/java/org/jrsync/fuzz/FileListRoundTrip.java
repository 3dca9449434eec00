package org.jrsync.fuzz;

import java.util.Arrays;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.AttributeLists;
import org.jrsync.wire.flist.ConversionFailures;
import org.jrsync.wire.flist.EntryFlags;
import org.jrsync.wire.flist.EntryPolicy;
import org.jrsync.wire.flist.FileEntry;
import org.jrsync.wire.flist.FileList;
import org.jrsync.wire.flist.FileListDecoder;
import org.jrsync.wire.flist.FileListEncoder;
import org.jrsync.wire.flist.FileListFormat;
import org.jrsync.wire.flist.IdMap;
import org.jrsync.wire.flist.IdNames;
import org.jrsync.wire.flist.ListBudget;
import org.jrsync.wire.flist.XattrCodec;

/** A list that was taken from a peer can be sent on, and comes out as it was. */
final class FileListRoundTrip {
  private FileListRoundTrip() {}

  static void of(FileList list, AttributeLists attributes, FileListFormat format) {
    BytesTransport sink = new BytesTransport(new byte[0], 1);
    WireOutput out = sink.output(format.protocol());
    AttributeLists sent = new AttributeLists(MemoryBudget.unlimited(), XattrCodec.Names.SAME);
    IdNames noNames = new IdNames(id -> null);
    FileListEncoder encoder =
        new FileListEncoder(out, format, noNames, noNames, ListBudget.unlimited(), sent);
    FileEntry entry = new FileEntry();
    for (int i = 0; i < list.count(); i++) {
      if (list.isActive(i)) {
        get(list, i, entry);
        if (entry.xattrs >= 0) {
          sent.setXattrs(entry, attributes.xattrs().get(entry.xattrs));
        }
        if (entry.accessAcl >= 0) {
          sent.setAcls(
              entry,
              attributes.accessAcls().get(entry.accessAcl),
              entry.defaultAcl < 0 ? null : attributes.defaultAcls().get(entry.defaultAcl));
        }
        encoder.write(entry, i, 0);
      }
    }
    encoder.writeEnd(0);
    encoder.writeTrailer(0);
    encoder.release();
    out.flush();
    compare(list, attributes, format, BytesTransport.input(sink.heard(), format.protocol()));
  }

  private static void get(FileList list, int position, FileEntry entry) {
    entry.clear();
    list.get(position, entry);
    // A group of links is told by numbers that a list of received entries does not keep.
    entry.flags &= ~EntryFlags.HARD_LINKED;
  }

  private static void compare(
      FileList list, AttributeLists attributes, FileListFormat format, WireInput in) {
    AttributeLists again = new AttributeLists(MemoryBudget.unlimited(), XattrCodec.Names.SAME);
    FileListDecoder decoder =
        new FileListDecoder(
            in,
            format,
            IdMap.identity(),
            IdMap.identity(),
            EntryPolicy.NONE,
            ListBudget.unlimited(),
            again,
            ConversionFailures.UNTOLD);
    FileList got = decoder.newList(0);
    decoder.read(got, new byte[0]);
    decoder.readTrailer(got);
    FileEntry was = new FileEntry();
    FileEntry is = new FileEntry();
    int position = 0;
    for (int i = 0; i < list.count(); i++) {
      if (!list.isActive(i)) {
        continue;
      }
      get(list, i, was);
      get(got, position++, is);
      boolean same =
          Arrays.equals(was.pathCopy(), is.pathCopy())
              && was.mode == is.mode
              && was.size == is.size
              && was.mtime == is.mtime
              && Arrays.equals(was.linkCopy(), is.linkCopy())
              && was.xattrs < 0 == is.xattrs < 0
              && (was.xattrs < 0
                  || attributes.xattrs().get(was.xattrs).equals(again.xattrs().get(is.xattrs)))
              && (was.accessAcl < 0
                  || attributes
                      .accessAcls()
                      .get(was.accessAcl)
                      .equals(again.accessAcls().get(is.accessAcl)));
      if (!same) {
        throw new AssertionError("entry " + i + " comes out as another");
      }
    }
    if (position != got.count()) {
      throw new AssertionError(position + " entries sent, " + got.count() + " received");
    }
  }
}
