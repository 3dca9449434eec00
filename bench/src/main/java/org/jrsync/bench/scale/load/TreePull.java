package org.jrsync.bench.scale.load;

import java.util.Arrays;
import org.jrsync.engine.ItemFlags;
import org.jrsync.engine.ItemReader;
import org.jrsync.engine.TransferStats;
import org.jrsync.wire.Negotiated;
import org.jrsync.wire.Protocol;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.compress.TokenCodec;
import org.jrsync.wire.compress.TokenReader;
import org.jrsync.wire.flist.EntryPolicy;
import org.jrsync.wire.flist.FileList;
import org.jrsync.wire.flist.FileListDecoder;
import org.jrsync.wire.flist.FileListFormat;
import org.jrsync.wire.flist.FileListReader;
import org.jrsync.wire.flist.FileListSegments;
import org.jrsync.wire.flist.IdMap;
import org.jrsync.wire.flist.ListBudget;
import org.jrsync.wire.signature.SignatureHeader;

/**
 * The transfer of a {@link SampleTree}, from the filter rules to the goodbye: every file is asked
 * for as one that is not there yet.
 */
final class TreePull {

  private static final int NO_RULES = 0;
  private static final int LITERALS = 4 * 1024;
  private static final int LATER_PHASES = 2;
  private static final int STATISTICS = 5;

  private final WireInput in;
  private final WireOutput out;
  private final Negotiated negotiated;
  private final SampleTree expected;
  private final ItemReader items;
  private final TokenReader tokens;
  private final byte[] literals = new byte[LITERALS];
  private final byte[] sum;
  private final int[] numbers = new int[SampleTree.FILES + 2];
  private int asked;

  TreePull(WireInput in, WireOutput out, Negotiated negotiated, SampleTree expected) {
    this.in = in;
    this.out = out;
    this.negotiated = negotiated;
    this.expected = expected;
    this.items = new ItemReader(in, new TransferStats(), new WholeInOnePart());
    this.tokens = TokenCodec.reader(negotiated.compression(), in);
    this.sum = new byte[negotiated.transferChecksum().length()];
  }

  /** All files are in the first part of the list. */
  private static final class WholeInOnePart extends ItemReader.NoLists {
    @Override
    public void file(int ndx) {}

    @Override
    public void complete() {}

    @Override
    public void deleteStats() {}
  }

  void run() {
    out.writeInt(NO_RULES);
    out.flush();
    request(readList());
    receiveFiles();
    sayGoodbye();
  }

  private FileList readList() {
    FileListFormat format =
        FileListFormat.protocol(negotiated.protocol())
            .incremental(negotiated.incRecurse())
            .varintFlags(negotiated.varintFileListFlags())
            .safeErrors(negotiated.safeFileList())
            .idZeroNames(negotiated.id0Names())
            .users(true)
            .groups(true)
            .links(true)
            .devices(true)
            .specials(true)
            .recursive(true)
            .build();
    ListBudget budget = ListBudget.unlimited();
    FileListDecoder decoder =
        new FileListDecoder(
            in, format, IdMap.identity(), IdMap.identity(), EntryPolicy.NONE, budget);
    FileListReader reader =
        new FileListReader(format, decoder, new FileListSegments(format, budget));
    return reader.readFirst();
  }

  private void request(FileList list) {
    Arrays.fill(numbers, -1);
    for (int i = 0; i < list.count(); i++) {
      if (list.isDirectory(i)) {
        continue;
      }
      int file = expected.find(list.path(i));
      if (file < 0
          || list.size(i) != expected.content(file).length
          || list.ndx(i) >= numbers.length) {
        throw new WrongDataException("the list has an entry that is not in the module");
      }
      numbers[list.ndx(i)] = file;
      out.writeNdx(list.ndx(i));
      out.writeShort(ItemFlags.TRANSFER | ItemFlags.IS_NEW);
      SignatureHeader.EMPTY.write(out);
      asked++;
    }
    if (asked != SampleTree.FILES) {
      throw new WrongDataException("the list has " + asked + " files");
    }
    out.writeNdx(Protocol.NDX_DONE);
    out.flush();
  }

  private void receiveFiles() {
    int received = 0;
    for (int ndx = items.next(); ndx != ItemReader.DONE; ndx = items.next()) {
      if (!items.isTransfer() || ndx >= numbers.length || numbers[ndx] < 0) {
        throw new WrongDataException("file " + ndx + " was not asked for");
      }
      SignatureHeader.read(in, sum.length);
      receive(numbers[ndx]);
      numbers[ndx] = -1;
      received++;
    }
    if (received != asked) {
      throw new WrongDataException(received + " files came of " + asked);
    }
  }

  private void receive(int file) {
    byte[] content = expected.content(file);
    int at = 0;
    int token;
    while ((token = tokens.next()) != TokenReader.END) {
      if (token < 0) {
        throw new WrongDataException("a reference to a block of nothing");
      }
      int count;
      while ((count = tokens.literal(literals, 0, literals.length)) > 0) {
        if (at + count > content.length
            || !Arrays.equals(literals, 0, count, content, at, at + count)) {
          throw new WrongDataException("wrong bytes after " + at + " of file " + file);
        }
        at += count;
      }
    }
    if (at != content.length) {
      throw new WrongDataException("file " + file + " ends after " + at + " bytes");
    }
    in.readFully(sum, 0, sum.length);
    if (!Arrays.equals(sum, expected.sum(negotiated.transferChecksum(), file))) {
      throw new WrongDataException("wrong sum of file " + file);
    }
  }

  private void sayGoodbye() {
    for (int i = 0; i < LATER_PHASES; i++) {
      out.writeNdx(Protocol.NDX_DONE);
    }
    out.flush();
    for (int i = 0; i < LATER_PHASES; i++) {
      expectDone();
    }
    for (int i = 0; i < STATISTICS; i++) {
      in.readVarlong30(3);
    }
    out.writeNdx(Protocol.NDX_DONE);
    out.flush();
    expectDone();
    out.writeNdx(Protocol.NDX_DONE);
    out.flush();
  }

  private void expectDone() {
    if (items.next() != ItemReader.DONE) {
      throw new WrongDataException("a file that was not asked for");
    }
  }
}
