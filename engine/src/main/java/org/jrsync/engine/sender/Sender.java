package org.jrsync.engine.sender;

import org.jrsync.engine.IoErrors;
import org.jrsync.engine.ItemFlags;
import org.jrsync.engine.ItemIntake;
import org.jrsync.engine.ItemReader;
import org.jrsync.engine.OldProtocol;
import org.jrsync.engine.Session;
import org.jrsync.engine.TransferProgress;
import org.jrsync.engine.TransferStats;
import org.jrsync.engine.options.Debug;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.report.HumanNumbers;
import org.jrsync.engine.report.ItemLog;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.checksum.StrongChecksum;
import org.jrsync.wire.compress.TokenWriter;
import org.jrsync.wire.flist.FileEntry;
import org.jrsync.wire.signature.BlockSignatures;
import org.jrsync.wire.signature.SignatureHeader;

/** The sending role's loop: answers each request of the generator with the file's delta. */
public final class Sender {
  /** Bytes of a file that are looked at together; files of fewer need no more. */
  private static final int WINDOW = 256 * 1024;

  private static final int SMALLEST_WINDOW = 16 * 1024;
  private static final int BASIS_DESTINATION = 0x80;
  private static final int BASIS_PARTIAL = 0x81;

  private final Session session;
  private final Options options;
  private final WireInput in;
  private final WireOutput out;
  private final WireOutput data;
  private final SentFiles files;
  private final ItemReader items;
  private final ItemIntake intake;
  private final TokenWriter tokens;
  private final StrongChecksum whole;
  private final StrongChecksum block;
  private final byte[] digest;
  private final ItemLog log;
  private final TransferStats stats;
  private final TransferProgress progress;
  private final Waiting waiting;
  private final XattrAnswers xattrs;
  private final MemoryBudget memory;
  private final SearchCredit searchCredit = new SearchCredit();
  private final FileEntry entry = new FileEntry();
  private final FileStat stat = new FileStat();
  private long hits;
  private long falseAlarms;
  private long matches;
  private byte[] window = new byte[0];

  /** Told when the sender waits for a request, so that it can be given other work meanwhile. */
  public interface Waiting {
    /** Whether the stream stands between two items. */
    void betweenItems(boolean between);
  }

  /**
   * @param data where the content of files goes, as a rule {@code out}
   * @param memory what the receiver's block sums are taken from
   * @param waiting told when there is time for other work
   */
  public Sender(
      Session session,
      WireInput in,
      WireOutput out,
      WireOutput data,
      SentFiles files,
      TokenWriter tokens,
      ItemLog log,
      TransferStats stats,
      TransferProgress progress,
      MemoryBudget memory,
      Waiting waiting) {
    this.session = session;
    this.options = session.options();
    this.in = in;
    this.out = out;
    this.data = data;
    this.files = files;
    this.items = new ItemReader(in, stats, new Parts());
    this.tokens = tokens;
    this.whole = session.newTransferChecksum();
    this.block = session.negotiated().newBlockChecksum();
    this.digest = new byte[whole.length()];
    this.log = log;
    this.stats = stats;
    this.intake = new ItemIntake(session, items, log, stats);
    this.progress = progress;
    this.waiting = waiting;
    this.xattrs = new XattrAnswers(session, files);
    this.memory = memory;
  }

  private final class Parts extends ItemReader.NoLists {
    @Override
    public void file(int ndx) {
      files.get(ndx, entry);
    }

    @Override
    public void deleteStats() {
      if (options.server) {
        DeleteStats.write(out, stats.deleted);
      }
    }
  }

  /** Answers requests until the last phase is done; {@link #goodbye} follows the statistics. */
  public void run() {
    int before = session.ioErrors().wireBits();
    int phase = 0;
    int latest = ItemReader.DONE;
    while (true) {
      files.sendAhead();
      waiting.betweenItems(true);
      int ndx = items.next();
      waiting.betweenItems(false);
      if (ndx == ItemReader.DONE) {
        files.lastOfPart(latest).ifPresent(progress::partDone);
        if (files.finishFirst()) {
          out.writeNdx(ItemReader.DONE);
          continue;
        }
        if (++phase > intake.lastPhase()) {
          break;
        }
        out.writeNdx(ItemReader.DONE);
        continue;
      }
      latest = ndx;
      files.sendAhead();
      log.fullPath(files.argumentPath(ndx));
      one(ndx, phase);
    }
    int errors = session.ioErrors().wireBits();
    if (errors != before && session.protocol() >= 30) {
      out.messageInt(MessageCode.IO_ERROR, errors);
    }
    reportMatches();
    out.writeNdx(ItemReader.DONE);
  }

  private void reportMatches() {
    if (options.debug(Debug.DELTASUM) < 1) {
      return;
    }
    session
        .message(MessageCode.INFO)
        .text("total: matches=")
        .number(matches)
        .text("  hash_hits=")
        .number(hits)
        .text("  false_alarms=")
        .number(falseAlarms)
        .text(" data=")
        .text(HumanNumbers.human(stats.literalData, 0))
        .text("\n")
        .send();
  }

  /** Takes part in the exchange that ends a session (docs/protocol.md, "Goodbye"). */
  public void goodbye() {
    int ndx = items.next();
    if (session.protocol() >= 31 && ndx == ItemReader.DONE) {
      out.writeNdx(ItemReader.DONE);
      out.flush();
      ndx = items.next();
    }
    if (ndx != ItemReader.DONE) {
      throw ProtocolException.value("Invalid packet at end of run (" + ndx + ") [sender]");
    }
  }

  private void one(int ndx, int phase) {
    boolean redo = files.wasSent(ndx);
    if (intake.carriesXattrs()) {
      xattrs.read(in, entry);
    }
    if (intake.takesData(ndx, entry, phase, redo)) {
      transfer(ndx, redo);
    } else {
      echo(ndx);
    }
  }

  private void echo(int ndx) {
    out.writeNdx(ndx);
    if (!OldProtocol.hasItemFlags(session.protocol())) {
      return;
    }
    out.writeShort(items.flags());
    if ((items.flags() & ItemFlags.BASIS_TYPE_FOLLOWS) != 0) {
      out.writeByte(items.basisType());
    }
    if (items.hasName()) {
      out.writeVstring(items.name());
    }
    if (intake.carriesXattrs()) {
      xattrs.write(out, ndx, entry);
    }
  }

  private void transfer(int ndx, boolean redo) {
    boolean append = options.append > 0 && !redo;
    SignatureHeader header = SignatureHeader.read(in, digest.length);
    try (BlockSignatures blocks =
        BlockSignatures.read(in, append ? SignatureHeader.EMPTY : header, memory)) {
      transfer(ndx, header, blocks, append, redo);
    }
  }

  private void transfer(
      int ndx, SignatureHeader header, BlockSignatures blocks, boolean append, boolean redo) {
    FileHandle file;
    try {
      file = files.open(ndx);
    } catch (PosixException e) {
      openFailed(ndx, e.errno());
      return;
    }
    try (file) {
      file.stat(stat);
      long size = stat.size();
      if (stat.isDevice() && options.copyDevices) {
        size = file.deviceSize(size);
      } else if (!stat.isRegular()) {
        openFailed(ndx, Errno.EINVAL);
        return;
      }
      if (append && size < entry.size) {
        session
            .message(MessageCode.WARNING)
            .text("skipped diminished file: ")
            .name(files.fullName(ndx))
            .text("\n")
            .send();
        noSend(ndx);
        return;
      }
      send(ndx, file, size, header, blocks, append, redo);
    }
    files.markSent(ndx);
  }

  private void send(
      int ndx,
      FileHandle file,
      long size,
      SignatureHeader header,
      BlockSignatures blocks,
      boolean append,
      boolean redo) {
    echo(ndx);
    out.copyPending(); // So that the copy has both in their order.
    header.write(data);
    announce();
    progress.fileBegins(ndx, size);
    FileWindow source = new FileWindow(file, size, window(size));
    whole.reset();
    MatchSearch search =
        new MatchSearch(
            tokens, whole, block, progress, searchCredit, options.debug(Debug.DELTASUM) > 0);
    if (append) {
      sendAppended(search, source, header);
    } else if (size > 0 && blocks.count() > 0) {
      search.sendDelta(source, blocks, updatesBasis(redo));
    } else {
      search.sendWhole(source, 0);
    }
    whole.digest(digest, 0);
    if (source.error() != 0) {
      spoil(digest);
    }
    data.write(digest, 0, digest.length);
    if (!data.equals(out)) {
      data.flush();
    }
    hits += search.hits();
    falseAlarms += search.falseAlarms();
    matches += search.matches();
    stats.literalData += search.literalBytes();
    stats.matchedData += search.matchedBytes();
    progress.fileDone(size);
    log.lastChecksum(digest);
    log.item(log.beforeTransfer() ? ItemLog.Target.LOG : ItemLog.Target.BOTH, entry, items.flags());
    if (source.error() != 0) {
      session.ioErrors().add(IoErrors.GENERAL);
      session
          .systemError(MessageCode.ERROR_XFER)
          .text("read errors mapping ")
          .name(files.fullName(ndx))
          .errno(source.error())
          .send();
    }
  }

  /** Room for a file. Many sessions at once, each with files of a few bytes, must cost little. */
  private byte[] window(long size) {
    int wanted = (int) Math.min(WINDOW, size);
    if (window.length < wanted) {
      int room = Math.max(SMALLEST_WINDOW, Integer.highestOneBit(wanted - 1) << 1);
      window = new byte[room];
    }
    return window;
  }

  private void announce() {
    if (log.beforeTransfer()) {
      log.item(ItemLog.Target.CLIENT, entry, items.flags());
    } else if (!options.server
        && options.info(Info.NAME) >= 1
        && options.info(Info.PROGRESS) == 1) {
      session.message(MessageCode.CLIENT).name(entry.pathCopy()).text("\n").send();
    }
  }

  private void sendAppended(MatchSearch search, FileWindow source, SignatureHeader header) {
    long given = Math.min(header.coveredLength(), source.fileSize());
    if (session.verifiesAppended()) {
      for (long at = 0; at < given; ) {
        int n = (int) Math.min(MatchSearch.CHUNK, given - at);
        progress.at(at, source.fileSize());
        int pos = source.locate(at, n);
        whole.update(source.bytes(), pos, n);
        at += n;
      }
    }
    search.sendWhole(source, given);
  }

  /** Whether the receiver writes into the file that its signature describes. */
  private boolean updatesBasis(boolean redo) {
    if (!OldProtocol.hasItemFlags(session.protocol())) {
      // It does not say so: where backups are made, one is the basis, but no second time.
      return options.inplace && (redo || !options.backups.wanted());
    }
    return (options.inplace && items.basisType() == BASIS_DESTINATION)
        || (session.negotiated().inplacePartialDir() && items.basisType() == BASIS_PARTIAL);
  }

  /** Makes a checksum that cannot be right, so that the receiver refuses what could not be read. */
  private static void spoil(byte[] digest) {
    boolean zero = true;
    for (byte b : digest) {
      zero &= b == 0;
    }
    java.util.Arrays.fill(digest, (byte) 0);
    if (zero && digest.length > 0) {
      digest[digest.length - 1] = 1;
    }
  }

  private void openFailed(int ndx, int errno) {
    if (errno == Errno.ENOENT) {
      session.ioErrors().add(IoErrors.VANISHED);
      session
          .message(MessageCode.WARNING)
          .text("file has vanished: ")
          .name(files.fullName(ndx))
          .text("\n")
          .send();
    } else {
      session.ioErrors().add(IoErrors.GENERAL);
      session
          .systemError(MessageCode.ERROR_XFER)
          .text("send_files failed to open ")
          .name(files.fullName(ndx))
          .errno(errno)
          .send();
    }
    noSend(ndx);
  }

  private void noSend(int ndx) {
    if (session.protocol() >= 30) {
      out.messageInt(MessageCode.NO_SEND, ndx);
    }
  }
}
