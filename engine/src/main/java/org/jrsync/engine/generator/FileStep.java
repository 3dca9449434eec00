package org.jrsync.engine.generator;

import org.jrsync.engine.Session;
import org.jrsync.engine.backup.BackupMaker;
import org.jrsync.engine.basis.BasisFile;
import org.jrsync.engine.basis.BasisType;
import org.jrsync.engine.metadata.AttributeSetter;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.receiver.NamedPlaces;
import org.jrsync.engine.receiver.PartialDirectory;
import org.jrsync.engine.tree.Tree;
import org.jrsync.engine.tree.Trees;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.signature.BlockSizes;
import org.jrsync.wire.signature.SignatureHeader;
import org.jspecify.annotations.Nullable;

/** Decides whether a regular file needs its data, finds the basis, and asks for the delta. */
final class FileStep {
  private final Session session;
  private final Options options;
  private final Tree tree;
  private final Deleter deleter;
  private final ItemWriter items;
  private final AttributeSetter attributes;
  private final QuickCheck check;
  private final HardLinkStep hardLinks;
  private final SettledSources sources;
  private final SignatureSender signatures;
  private final @Nullable AlternateFiles alternates;
  private final @Nullable FuzzySearch fuzzy;
  private final @Nullable PartialDirectory partial;
  private final @Nullable BackupMaker backups;
  private final Requests requests;
  private final boolean wholeFile;
  private final int reportFlag;
  private final FileStat basisStat = new FileStat();

  /** Counts requested files. */
  interface Requests {
    /** A delta was asked for; the answer settles the entry. */
    void requested(int ndx);
  }

  FileStep(
      Session session,
      Tree tree,
      Deleter deleter,
      ItemWriter items,
      AttributeSetter attributes,
      QuickCheck check,
      HardLinkStep hardLinks,
      SettledSources sources,
      SignatureSender signatures,
      @Nullable AlternateFiles alternates,
      @Nullable FuzzySearch fuzzy,
      NamedPlaces places,
      Requests requests,
      boolean wholeFile,
      int reportFlag) {
    this.session = session;
    this.options = session.options();
    this.tree = tree;
    this.deleter = deleter;
    this.items = items;
    this.attributes = attributes;
    this.check = check;
    this.hardLinks = hardLinks;
    this.sources = sources;
    this.signatures = signatures;
    this.alternates = alternates;
    this.fuzzy = fuzzy;
    this.partial = places.partial();
    this.backups = places.backups();
    this.requests = requests;
    this.wholeFile = wholeFile;
    this.reportFlag = reportFlag;
  }

  /** Works on one regular file. */
  void handle(Candidate c, QuickCheck.Strictness strictness) {
    boolean redo = strictness == QuickCheck.Strictness.REDO;
    if (fuzzy != null) {
      fuzzy.enter(c.path);
    }
    if (!redo && refusedBySize(c)) {
      return;
    }
    if (options.update && !redo && isNewer(c)) {
      if (options.info(Info.SKIP) >= 1) {
        session.message(MessageCode.INFO).name(c.path).text(" is newer\n").send();
      }
      return;
    }
    if (c.exists() && writesDevice(c)) {
      c.stat.resize(Trees.deviceSize(tree, c.path, c.stat.size()));
    } else if (c.exists() && !FileMode.isRegular(c.stat.mode())) {
      if (!deleter.makeRoom(c.path, c.stat, Deleter.Reason.FILE)) {
        return;
      }
      c.errno = Errno.ENOENT;
    }
    if (alternates != null && alternates.settles(c, strictness)) {
      sources.present(c);
      return;
    }
    BasisFile other = alternates == null ? null : alternates.basis();
    PartialDirectory.@Nullable Place kept = keptPart(c);
    if (!c.exists() && kept == null) {
      if (!requestFromSimilar(c, redo)) {
        handleMissing(c);
      }
      return;
    }
    if (c.exists() && other == null && check.sameContent(c.entry, c.path, c.stat, strictness)) {
      upToDate(c, kept);
      return;
    }
    if (options.append > 0 && !redo && c.exists() && c.stat.size() >= c.entry.size) {
      return;
    }
    request(c, basis(c, other, kept), kept != null ? basisStat.size() : c.stat.size(), redo);
  }

  private boolean writesDevice(Candidate c) {
    return options.writing.devices() && FileMode.isDevice(c.stat.mode());
  }

  private boolean refusedBySize(Candidate c) {
    long size = c.entry.size;
    boolean over = options.sizeLimits.isOver(size);
    if (!over && !options.sizeLimits.isUnder(size)) {
      return false;
    }
    if (options.info(Info.SKIP) >= 1) {
      session
          .message(MessageCode.INFO)
          .name(c.entry.pathCopy())
          .text(over ? " is over max-size\n" : " is under min-size\n")
          .send();
    }
    return true;
  }

  private boolean isNewer(Candidate c) {
    return c.sameType() && c.entry.mtime - c.stat.mtimeSeconds() < options.modifyWindow;
  }

  private PartialDirectory.@Nullable Place keptPart(Candidate c) {
    if (partial == null) {
      return null;
    }
    PartialDirectory.Place place = partial.placeOf(tree, c.path);
    if (place == null) {
      partial.tellRefusal(session, c.path);
      return null;
    }
    int errno = place.tree().lstat(place.path(), basisStat);
    return errno == 0 && FileMode.isRegular(basisStat.mode()) ? place : null;
  }

  /** Asks for the delta to a file with another name, if there is a fit one. */
  private boolean requestFromSimilar(Candidate c, boolean redo) {
    BasisFile similar = fuzzy == null ? null : fuzzy.find(c);
    if (fuzzy == null || similar == null) {
      return false;
    }
    if (options.append == 0 || redo || fuzzy.size() < c.entry.size) {
      request(c, similar, fuzzy.size(), redo);
    }
    return true;
  }

  private void handleMissing(Candidate c) {
    if (hardLinks.waitForExisting(c)) {
      return;
    }
    if (c.errno != Errno.ENOENT) {
      session.fail("recv_generator: failed to stat ", c.path, "", KeptLinks.shown(c.errno));
      return;
    }
    announce(c, false, BasisFile.destination(tree, c.path));
    if (options.transfersData()) {
      signatures.none();
    }
  }

  private void upToDate(Candidate c, PartialDirectory.@Nullable Place kept) {
    if (kept != null && partial != null && !options.dryRun) {
      Trees.unlinkQuietly(kept.tree(), kept.path());
      partial.remove(kept);
    }
    int accuracy = options.checksumAlways ? AttributeSetter.ACCURATE_TIME : 0;
    int known = items.attributeFlags(c, true);
    attributes.apply(c.path, c.entry, c.mode, c.stat, reportFlag | accuracy);
    items.mention(c.ndx, c.entry, true, c.stat, known, null);
    hardLinks.inPlace(c);
    sources.present(c);
  }

  private BasisFile basis(
      Candidate c, @Nullable BasisFile other, PartialDirectory.@Nullable Place kept) {
    if (kept != null) {
      return new BasisFile(kept.tree(), kept.path(), kept.told(), BasisType.PARTIAL, null);
    }
    return other != null ? other : BasisFile.destination(tree, c.path);
  }

  private void request(Candidate c, BasisFile basis, long size, boolean redo) {
    boolean existed = c.exists();
    if (!options.transfersData()) {
      announce(c, existed, basis);
      return;
    }
    boolean inPlace = options.inplace && basis.type() == BasisType.DESTINATION;
    if (inPlace && backups != null && !redo && !options.dryRun) {
      requestWithCopy(c, existed, backups);
      return;
    }
    if (wholeFile) {
      announce(c, existed, basis);
      signatures.none();
      return;
    }
    if (fuzzy != null) {
      fuzzy.changes(c.path);
    }
    FileHandle file = open(basis);
    if (file == null) {
      if (hardLinks.waitForExisting(c)) {
        return;
      }
      announce(c, false, basis);
      signatures.none();
      return;
    }
    try (file) {
      announce(c, existed, basis);
      sendSignature(file, basis.told(), size, redo);
    }
  }

  /** A file that is about to change in place is copied, and the copy is what it is made from. */
  private void requestWithCopy(Candidate c, boolean existed, BackupMaker keeper) {
    BackupMaker.Copy copy = keeper.copyForUpdate(c.path);
    if (copy == null) {
      return;
    }
    if (wholeFile) {
      announce(c, existed, BasisFile.destination(tree, c.path));
      signatures.none();
    } else {
      BasisFile basis = new BasisFile(copy.tree(), copy.path(), c.path, BasisType.BACKUP, null);
      try (FileHandle file = copy.tree().openRead(copy.path())) {
        announce(c, existed, basis);
        sendSignature(file, c.path, c.stat.size(), false);
      }
    }
    keeper.finish(copy);
  }

  private @Nullable FileHandle open(BasisFile basis) {
    try {
      return basis.tree().openRead(basis.path(), false, false);
    } catch (PosixException e) {
      session
          .systemError(MessageCode.ERROR)
          .text("failed to open ")
          .full(basis.told())
          .text(", continuing")
          .errno(e.errno())
          .send();
      return null;
    }
  }

  private void sendSignature(FileHandle file, byte[] path, long size, boolean redo) {
    if (size <= 0) {
      signatures.none();
      return;
    }
    SignatureHeader header =
        BlockSizes.forFile(
            size,
            session.protocol(),
            options.blockSize,
            session.negotiated().transferChecksum().length(),
            redo);
    if (header.count() < 0) {
      session
          .message(MessageCode.WARNING)
          .text("WARNING: file is too large for checksum sending: ")
          .name(path)
          .text("\n")
          .send();
      signatures.none();
      return;
    }
    if (options.append > 0 && !redo) {
      signatures.headerOnly(header);
    } else {
      signatures.send(file, header);
    }
  }

  /** Whether it is a file of another directory that the candidate is compared with. */
  private static boolean other(BasisFile basis) {
    return BasisType.isAlternate(basis.type());
  }

  private void announce(Candidate c, boolean existed, BasisFile basis) {
    // A receiver that leaves all to a batch answers only where parts of the list wait for it.
    if (options.batch.only() ? session.negotiated().incRecurse() : !options.dryRun) {
      requests.requested(c.ndx);
    }
    hardLinks.transferring(c);
    items.transfer(
        c.ndx,
        c.entry,
        existed,
        c.stat,
        options.checksumAlways,
        existed && other(basis)
            ? items.attributeFlags(c, basis, c.stat)
            : items.attributeFlags(c, existed),
        basis);
    if (!options.transfersData()) {
      hardLinks.inPlace(c);
    }
  }
}
