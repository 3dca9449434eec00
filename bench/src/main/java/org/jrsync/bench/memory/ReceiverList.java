package org.jrsync.bench.memory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jrsync.wire.Protocol;
import org.jrsync.wire.Role;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.flist.EntryPolicy;
import org.jrsync.wire.flist.FileList;
import org.jrsync.wire.flist.FileListDecoder;
import org.jrsync.wire.flist.FileListFormat;
import org.jrsync.wire.flist.FileListReader;
import org.jrsync.wire.flist.FileListSegments;
import org.jrsync.wire.flist.IdMap;
import org.jrsync.wire.flist.ListBudget;

/**
 * A receiving side's list: decoded from a file, and entered in the accounts that the receiver and
 * the generator keep of its parts.
 */
final class ReceiverList {
  private final FileListSegments ofReceiver;
  private final FileListSegments ofGenerator;
  private final FileListReader reader;

  private ReceiverList(FileListFormat format, WireInput in) {
    ListBudget budget = ListBudget.unlimited();
    ofReceiver = new FileListSegments(format, budget);
    ofGenerator = new FileListSegments(format, budget);
    reader =
        new FileListReader(
            format,
            new FileListDecoder(
                in, format, IdMap.identity(), IdMap.identity(), EntryPolicy.NONE, budget),
            ofReceiver);
  }

  static ReceiverList read(Path written, Variant variant) throws IOException {
    try (InputStream file = Files.newInputStream(written)) {
      WireInput in = new WireInput(StreamTransport.of(file, OutputStream.nullOutputStream()));
      in.setProtocol(variant.format().protocol());
      ReceiverList list = new ReceiverList(variant.format(), in);
      list.readAll(in, variant.incremental());
      return list;
    }
  }

  private void readAll(WireInput in, boolean incremental) {
    ofGenerator.add(reader.readFirst());
    if (!incremental) {
      return;
    }
    int ndx = in.readNdx();
    while (ndx != Protocol.NDX_FLIST_EOF) {
      FileList part = reader.readSegment(reader.directoryIndex(ndx, Role.RECEIVER));
      ofGenerator.add(part);
      ndx = in.readNdx();
    }
  }

  /** Entries that it holds. */
  long entries() {
    return ofReceiver.total();
  }
}
