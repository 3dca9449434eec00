package org.jrsync.engine.receiver;

import org.jrsync.engine.ItemReader;
import org.jrsync.engine.Session;
import org.jrsync.engine.SideSetup;
import org.jrsync.engine.SideSetup.Companions;
import org.jrsync.engine.TransferProgress;
import org.jrsync.engine.TransferStats;
import org.jrsync.engine.backup.BackupMaker;
import org.jrsync.engine.basis.BasisFile;
import org.jrsync.engine.basis.BasisType;
import org.jrsync.engine.metadata.AttributeSetter;
import org.jrsync.engine.metadata.Modes;
import org.jrsync.engine.metadata.NewFileBits;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.receiver.WriteTargets.Target;
import org.jrsync.engine.report.ItemLog;
import org.jrsync.engine.sender.FileWindow;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.checksum.StrongChecksum;
import org.jrsync.wire.compress.TokenReader;
import org.jrsync.wire.flist.FileEntry;
import org.jrsync.wire.signature.SignatureHeader;
import org.jspecify.annotations.Nullable;

/**
 * Receives one file: finds the basis, writes a temporary file or in place, verifies, and puts the
 * result under its name, whole or not at all.
 */
public final class FileReceiver {

  /** What became of a file. */
  public enum Result {
    DONE(""),
    /** It waits in the partial directory for the end of the transfer. */
    DELAYED(""),
    /** It could not be opened or put into place, which has been reported. */
    FAILED(""),
    BAD_CHECKSUM_DISCARDED("discarded"),
    BAD_CHECKSUM_RETAINED("retained"),
    BAD_CHECKSUM_IN_PARTIAL_DIR("put into partial-dir");

    final String kept;

    Result(String kept) {
      this.kept = kept;
    }
  }

  private final Session session;
  private final Options options;
  private final Tree tree;
  private final NewFileBits newFileBits;
  private final WireInput in;
  private final BasisChoice choice;
  private final DeltaReceiver delta;
  private final AttributeSetter attributes;
  private final @Nullable PartialDirectory partial;
  private final @Nullable BackupMaker backups;
  private final Placement placement;
  private final WriteTargets targets;
  private final DiskRoom disk;
  private final Companions companions;
  private final ItemLog log;
  private final TransferStats stats;
  private final TouchedBlocks touched = new TouchedBlocks();
  private final byte[] basisBuffer = new byte[256 * 1024];
  private final byte[] outputBuffer = new byte[FileOutput.bufferSize()];
  private final FileStat stat = new FileStat();
  private final TransferProgress progress;
  private final Cleanup cleanup;

  /** Whether the file's place is a device, whose length is not ours to set. */
  private boolean device;

  /** Remembers the file being written, so that an abrupt end can keep or remove it. */
  interface Cleanup {
    /**
     * A file is being written under a temporary name.
     *
     * @param keepAs the name under which {@code --partial} keeps it, null when it does not
     * @param place where {@code --partial-dir} keeps it, null when it does not
     */
    void writing(
        PartialDirectory.Place temporary,
        byte @Nullable [] keepAs,
        PartialDirectory.@Nullable Place place,
        FileEntry entry,
        int mode);

    /** The file has its final name, or is gone. */
    void finished();
  }

  FileReceiver(
      Session session,
      Tree tree,
      WireInput in,
      TokenReader tokens,
      StrongChecksum checksum,
      AttributeSetter attributes,
      NamedPlaces places,
      BasisChoice choice,
      Placement placement,
      SideSetup setup,
      TransferStats stats,
      Cleanup cleanup) {
    this.session = session;
    this.options = session.options();
    this.tree = tree;
    this.newFileBits = new NewFileBits(session, tree);
    this.in = in;
    this.delta = new DeltaReceiver(in, tokens, checksum, setup.progress());
    this.attributes = attributes;
    this.partial = places.partial();
    this.backups = places.backups();
    this.choice = choice;
    this.placement = placement;
    this.disk = new DiskRoom(session);
    this.targets = new WriteTargets(session, tree, places.temporary());
    this.companions = setup.companions();
    this.log = setup.log();
    this.stats = stats;
    this.progress = setup.progress();
    this.cleanup = cleanup;
  }

  /**
   * Receives the delta that follows in the stream.
   *
   * @param ndx the file's index
   * @param entry what the list says of the file
   * @param path where it goes
   * @param items the item that announced it
   * @param redo whether this is the second attempt
   */
  Result receive(int ndx, FileEntry entry, byte[] path, ItemReader items, boolean redo) {
    PartialDirectory.@Nullable Place kept = partial == null ? null : partial.placeOf(tree, path);
    BasisFile chosen = choice.of(items, path, kept, redo);
    FileHandle basis =
        chosen.type() == BasisType.BACKUP && backups != null
            ? backups.openCopy(path)
            : open(chosen);
    if (basis == null
        && (chosen.type() == BasisType.PARTIAL || chosen.type() == BasisType.BACKUP)) {
      chosen = BasisFile.destination(tree, path);
      basis = open(chosen);
    }
    BasisFile other = basis == null ? choice.ofMissing(path) : null;
    if (other != null) {
      chosen = other;
      basis = open(other);
    }
    boolean copied = chosen.type() == BasisType.BACKUP;
    attributes.learnXattrs(entry, copied ? tree : chosen.tree(), copied ? path : chosen.path());
    try {
      return receive(ndx, entry, path, items, redo, kept, chosen.type(), basis);
    } finally {
      if (basis != null) {
        basis.close();
      }
    }
  }

  boolean isThere(byte[] path) {
    return tree.lstat(path, new FileStat()) == 0;
  }

  /** Sets the attributes of a file that is in place, once all of their values are known. */
  void setAttributes(FileEntry entry, byte[] path) {
    attributes.learnXattrs(entry, tree, path);
    attributes.apply(path, entry, entry.mode, null, 0);
  }

  private static @Nullable FileHandle open(BasisFile file) {
    try {
      return file.tree().openIfThere(file.path());
    } catch (PosixException e) {
      return null;
    }
  }

  private Result receive(
      int ndx,
      FileEntry entry,
      byte[] path,
      ItemReader items,
      boolean redo,
      PartialDirectory.@Nullable Place kept,
      int basisType,
      @Nullable FileHandle opened) {
    FileHandle basis = opened;
    device = false;
    boolean fromPartial = basisType == BasisType.PARTIAL;
    long basisSize = 0;
    int basisMode = 0;
    if (basis != null) {
      basis.stat(stat);
      basisMode = stat.mode();
      basisSize = stat.size();
      if (FileMode.isDirectory(basisMode)) {
        session
            .message(MessageCode.ERROR_XFER)
            .text("recv_files: ")
            .full(path)
            .text(" is a directory\n")
            .send();
        discard(ndx, entry, redo);
        return Result.FAILED;
      }
      device = options.writing.devices() && FileMode.isDevice(basisMode);
      if (device) {
        basisSize = basis.deviceSize(basisSize);
      } else if (!FileMode.isRegular(basisMode)) {
        basis = null;
        basisSize = 0;
      }
    }
    int mode = entry.mode;
    if (!options.perms) {
      mode =
          Modes.withoutPerms(
              mode,
              basisMode,
              newFileBits.of(path),
              basis != null,
              options.attributes.executability());
    }
    boolean partialInPlace =
        fromPartial && basis != null && session.negotiated().inplacePartialDir();
    Target target = targets.open(partialInPlace && kept != null ? kept : null, path, mode);
    if (target == null) {
      discard(ndx, entry, redo);
      return Result.FAILED;
    }
    if (!target.inPlace()) {
      cleanup.writing(
          target.place(), options.partial && partial == null ? path : null, kept, entry, mode);
    }
    boolean good;
    try (FileHandle file = target.file()) {
      announce(entry, items, path);
      progress.fileBegins(ndx, entry.size);
      good = transfer(entry, file, basis, basisSize, target, basisType, redo, path);
      progress.fileDone(entry.size);
      log.lastChecksum(delta.senderChecksum());
      log.item(
          log.beforeTransfer() ? ItemLog.Target.LOG : ItemLog.Target.BOTH, entry, items.flags());
    }
    Result result = place(entry, path, mode, target, kept, fromPartial, redo, good);
    cleanup.finished();
    return result;
  }

  private void announce(FileEntry entry, ItemReader items, byte[] path) {
    if (log.beforeTransfer()) {
      log.item(ItemLog.Target.CLIENT, entry, items.flags());
    } else if (!options.server
        && options.info(Info.NAME) >= 1
        && options.info(Info.PROGRESS) == 1) {
      session.message(MessageCode.INFO).name(path).text("\n").send();
    }
  }

  private boolean transfer(
      FileEntry entry,
      FileHandle file,
      @Nullable FileHandle basis,
      long basisSize,
      Target target,
      int basisType,
      boolean redo,
      byte[] path) {
    SignatureHeader header =
        SignatureHeader.read(in, session.negotiated().transferChecksum().length());
    FileWindow window = DeltaReceiver.window(basis, basisSize, header, basisBuffer);
    boolean append = options.append > 0 && !redo;
    long start = append ? header.coveredLength() : 0;
    boolean inPlace = target.inPlace();
    boolean sparse = options.sparse && !device && !(options.append > 0 && redo);
    boolean sameFile =
        inPlace
            && (basisType == BasisType.PARTIAL
                || (options.inplace
                    && (basisType == BasisType.DESTINATION || basisType == BasisType.BACKUP)));
    long existing = sameFile ? basisSize : inPlace ? file.size() : 0;
    long reserved = disk.prepare(file, path, entry.size, existing, inPlace);
    FileOutput output =
        new FileOutput(
            file,
            sparse,
            start,
            Math.max(existing, reserved),
            touched,
            outputBuffer,
            inPlace || sparse ? null : behind(file, start, entry.size));
    long literal = delta.literalBytes();
    long matched = delta.matchedBytes();
    boolean good;
    try {
      good =
          delta.receive(
              header,
              window,
              output,
              sameFile,
              start,
              append && session.verifiesAppended(),
              entry.size);
      output.finish(!device && (inPlace || reserved > output.offset()));
      disk.settle(file, path);
    } catch (DeltaReceiver.WriteFailure e) {
      throw writeFailed(path, e.failure);
    } catch (PosixException e) {
      throw writeFailed(path, e);
    } catch (RuntimeException e) {
      salvage(output, e);
      throw e;
    } finally {
      output.close();
      stats.literalData += delta.literalBytes() - literal;
      stats.matchedData += delta.matchedBytes() - matched;
      stats.touchedBlocks = touched.total();
    }
    return good;
  }

  /** A thread that writes a long file, where one more may work at it and can be had. */
  private @Nullable WriteBehind behind(FileHandle file, long start, long size) {
    if (size < Companions.LONG_FILE || !companions.mayShareFiles()) {
      return null;
    }
    try {
      return new WriteBehind(file, start, companions);
    } catch (OutOfMemoryError e) {
      return null; // No thread: this one writes, as it does elsewhere.
    }
  }

  /** What has come of a file before the transfer broke off may be kept, so it gets to the disk. */
  private static void salvage(FileOutput output, RuntimeException failure) {
    try {
      output.finish(false);
    } catch (PosixException e) {
      failure.addSuppressed(e);
    }
  }

  private RsyncException writeFailed(byte[] path, PosixException e) {
    session.fail("write failed on ", path, "", e.errno());
    return new RsyncException(ExitCode.FILE_IO, "", e);
  }

  /**
   * Reads a delta that cannot be used, so that the next item can be read. It counts as data that
   * has come, and its progress is shown.
   */
  void discard(int ndx, FileEntry entry, boolean redo) {
    progress.fileBegins(ndx, entry.size);
    SignatureHeader header =
        SignatureHeader.read(in, session.negotiated().transferChecksum().length());
    long start = options.append > 0 && !redo ? header.coveredLength() : 0;
    long literal = delta.literalBytes();
    long matched = delta.matchedBytes();
    delta.receive(header, null, null, false, start, false, entry.size);
    stats.literalData += delta.literalBytes() - literal;
    stats.matchedData += delta.matchedBytes() - matched;
    progress.fileDone(entry.size);
    log.lastChecksum(delta.senderChecksum());
  }

  private Result place(
      FileEntry entry,
      byte[] path,
      int mode,
      Target target,
      PartialDirectory.@Nullable Place kept,
      boolean fromPartial,
      boolean redo,
      boolean good) {
    int times = good ? AttributeSetter.ACCURATE_TIME : AttributeSetter.SKIP_TIMES;
    if (options.inplace && !fromPartialPlace(target, kept)) {
      attributes.apply(path, entry, mode, null, times);
      return good ? Result.DONE : Result.BAD_CHECKSUM_RETAINED;
    }
    PartialDirectory.Place written = target.inPlace() && kept != null ? kept : target.place();
    if (good && options.writing.delayUpdates() && kept != null) {
      return placement.delay(entry, path, mode, written, kept);
    }
    if (good) {
      return placement.finish(entry, path, mode, written, kept, fromPartial, redo)
          ? Result.DONE
          : Result.FAILED;
    }
    if (target.inPlace()) {
      return Result.BAD_CHECKSUM_IN_PARTIAL_DIR;
    }
    return placement.keepBad(entry, path, mode, written, kept, redo);
  }

  /**
   * Whether the data was written into the file of the partial directory. With {@code --inplace}
   * there is one only where a batch has switched that on.
   */
  private static boolean fromPartialPlace(Target target, PartialDirectory.@Nullable Place kept) {
    return kept != null && java.util.Arrays.equals(target.place().path(), kept.path());
  }
}
