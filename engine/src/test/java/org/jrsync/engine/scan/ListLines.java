package org.jrsync.engine.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jrsync.wire.Protocol;
import org.jrsync.wire.Role;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.flist.EntryPolicy;
import org.jrsync.wire.flist.FileEntry;
import org.jrsync.wire.flist.FileList;
import org.jrsync.wire.flist.FileListDecoder;
import org.jrsync.wire.flist.FileListFormat;
import org.jrsync.wire.flist.FileListReader;
import org.jrsync.wire.flist.FileListSegments;
import org.jrsync.wire.flist.IdMap;
import org.jrsync.wire.flist.ListBudget;

/** A received list as lines of text, one an entry, with a line before each segment. */
final class ListLines {

  private ListLines() {}

  static List<String> receive(WireInput in, FileListFormat format) {
    ListBudget budget = ListBudget.unlimited();
    FileListSegments segments = new FileListSegments(format, budget);
    FileListDecoder decoder =
        new FileListDecoder(
            in, format, IdMap.identity(), IdMap.identity(), EntryPolicy.NONE, budget);
    FileListReader reader = new FileListReader(format, decoder, segments);
    List<String> lines = new ArrayList<>();
    add(reader.readFirst(), format, lines);
    if (format.isIncremental()) {
      int ndx = in.readNdx();
      while (ndx != Protocol.NDX_FLIST_EOF) {
        int index = reader.directoryIndex(ndx, Role.RECEIVER);
        lines.add(
            "dir " + index + " " + new String(segments.directories().path(index), ISO_8859_1));
        add(reader.readSegment(index), format, lines);
        ndx = in.readNdx();
      }
    }
    lines.add("errors " + reader.ioErrors());
    return lines;
  }

  private static void add(FileList list, FileListFormat format, List<String> lines) {
    FileEntry e = new FileEntry();
    for (int i = 0; i < list.count(); i++) {
      list.get(i, e);
      lines.add(
          list.ndx(i)
              + " "
              + new String(e.pathCopy(), ISO_8859_1)
              + " mode="
              + Integer.toOctalString(e.mode)
              + " size="
              + e.size
              + " time="
              + e.mtime
              + "."
              + e.mtimeNanos
              + " ids="
              + e.uid
              + ":"
              + e.gid
              + " rdev="
              + e.rdevMajor
              + ":"
              + e.rdevMinor
              + " link="
              + new String(e.linkCopy(), ISO_8859_1)
              + " group="
              + e.hardLinkGroup
              + " flags="
              + e.flags
              + (format.checksumLength() > 0 && e.isRegular()
                  ? " sum=" + HexFormat.of().formatHex(e.checksum, 0, format.checksumLength())
                  : ""));
    }
  }
}
