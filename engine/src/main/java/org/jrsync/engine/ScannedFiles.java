package org.jrsync.engine;

import java.util.OptionalInt;
import java.util.function.Function;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.filter.FilterScope;
import org.jrsync.engine.filter.FilterSide;
import org.jrsync.engine.filter.RuleFiles;
import org.jrsync.engine.metadata.SourceAttributes;
import org.jrsync.engine.options.LinkRules;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.OutFormat;
import org.jrsync.engine.report.ChmodSpec;
import org.jrsync.engine.scan.ListedSources;
import org.jrsync.engine.scan.LocalSources;
import org.jrsync.engine.scan.ModuleSources;
import org.jrsync.engine.scan.NameList;
import org.jrsync.engine.scan.ScanLog;
import org.jrsync.engine.scan.ScanSettings;
import org.jrsync.engine.scan.SourceFiles;
import org.jrsync.engine.scan.Sources;
import org.jrsync.engine.sender.SentFiles;
import org.jrsync.engine.tree.Anchor;
import org.jrsync.engine.tree.AttributeFaults;
import org.jrsync.engine.tree.TreeViews;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.LinkTrust;
import org.jrsync.posix.Policy;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.Role;
import org.jrsync.wire.flist.FileEntry;
import org.jrsync.wire.flist.FileList;
import org.jrsync.wire.flist.FileListFormat;
import org.jrsync.wire.flist.ListBudget;
import org.jspecify.annotations.Nullable;

/** The file list of a sending side, built by scanning what the arguments name. */
public final class ScannedFiles implements SentFiles {
  private static final byte[] HERE = {'.'};

  private final SourceFiles files;
  private final TransferStats stats;

  private ScannedFiles(SourceFiles files, TransferStats stats) {
    this.files = files;
    this.stats = stats;
  }

  /**
   * Builds lists of files in the system's trees.
   *
   * @param anchor where arguments begin
   * @param ruleFiles reads the rule files of directories
   * @param budget bounds the memory of lists
   */
  public static SendingSide.Sources in(Anchor anchor, RuleFiles ruleFiles, ListBudget budget) {
    return (session, out, arguments, names, stats, progress) -> {
      session.limitPieces(budget);
      ScanSettings settings = settings(session, budget, progress);
      Sources all = sources(session, anchor, ruleFiles);
      Sources sources =
          names == null
              ? all
              : ListedSources.in(
                  all, arguments.isEmpty() ? HERE : arguments.getFirst(), settings.log());
      SourceFiles files = new SourceFiles(settings, sources, out);
      ScannedFiles sent = new ScannedFiles(files, stats);
      boolean done = false;
      try {
        sent.begin(names == null ? NameList.of(arguments) : names);
        done = true;
      } finally {
        if (!done) {
          files.close();
        }
      }
      return sent;
    };
  }

  private void begin(NameList arguments) {
    files.sendFirst(arguments);
    stats.fileListBuildTime = files.buildMillis();
    stats.fileListTransferTime = files.sendMillis();
    count();
  }

  private void count() {
    stats.files.regular = files.counts().regular;
    stats.files.directories = files.counts().directories;
    stats.files.symlinks = files.counts().symlinks;
    stats.files.devices = files.counts().devices;
    stats.files.specials = files.counts().specials;
    stats.totalSize = files.counts().totalSize;
    stats.fileListSize = files.listBytes();
  }

  private static ScanSettings settings(
      Session session, ListBudget budget, TransferProgress progress) {
    FileListFormat format = SideSetup.formatOf(session.options(), session.negotiated());
    NameService names = session.environment().names();
    ChmodSpec chmod = StandardParts.chmodOf(session.options());
    return new ScanSettings(
        session.options(),
        format,
        session.options().moduleRules.ignoreIdNames() ? id -> null : names::userName,
        session.options().moduleRules.ignoreIdNames() ? id -> null : names::groupName,
        session.options().checksumAlways ? session.negotiated().newFileChecksum() : null,
        keepsChecksums(session.options()),
        new SourceAttributes(session),
        mode -> chmod == null ? mode : chmod.apply(mode),
        budget,
        log(session, progress));
  }

  /** Whether a line about an entry may have its checksum. */
  private static boolean keepsChecksums(Options options) {
    String format = options.outFormat;
    return options.checksumAlways
        && (options.messages.logs('C')
            || (options.server ? options.daemon : format != null && OutFormat.has(format, 'C')));
  }

  private static ScanLog log(Session session, TransferProgress progress) {
    return new ScanLog() {
      @Override
      public void report(MessageCode code, byte[] text) {
        session.reporter().report(code, text);
      }

      @Override
      public void listBegins() {
        progress.listBegins("building file list");
      }

      @Override
      public void listGrows(int entries) {
        progress.listGrows(entries);
      }

      @Override
      public void listEnds() {
        progress.listEnds();
      }

      @Override
      public void addIoError(int bits) {
        session.ioErrors().add(bits);
      }

      @Override
      public int ioErrors() {
        return session.ioErrors().wireBits();
      }
    };
  }

  private static Sources sources(Session session, Anchor anchor, RuleFiles ruleFiles) {
    Function<byte[], FilterScope> rules =
        base ->
            session.tracing(
                FilterScope.open(
                    session.filters(),
                    FilterSide.SENDER,
                    base,
                    ruleFiles,
                    session.options().from0,
                    session.role().text(),
                    text -> session.message(MessageCode.ERROR).text(text).text("\n").send()),
                MessageCode.INFO);
    if (!anchor.isRoot()) {
      return new LocalSources(
          anchor.shown(HERE),
          rules,
          FilterScope.plain(FilterList.EMPTY, FilterSide.EITHER, new byte[0]),
          TreeViews.of(session.options()),
          faults(session, anchor),
          ownersOf(session),
          follows(session.options().linkRules) ? Policy.OPERATOR : Policy.BENEATH);
    }
    return new ModuleSources(
        anchor.tree(),
        anchor.module(),
        anchor.shown(HERE),
        faults(session, anchor),
        rules,
        base ->
            session.tracing(
                FilterScope.plain(session.moduleFilters(), FilterSide.EITHER, base),
                MessageCode.LOG));
  }

  private static Function<byte[], AttributeFaults> faults(Session session, Anchor anchor) {
    return top -> ToldFaults.of(session.showing(new Session.Shown(top, anchor.module())));
  }

  /** Whether links of the source may lead anywhere. */
  private static boolean follows(LinkRules rules) {
    return rules.followsSome() || rules.insecure();
  }

  /** Names of a list may be somebody else's: links in them must be trusted. */
  private static @Nullable LinkTrust ownersOf(Session session) {
    LinkRules rules = session.options().linkRules;
    if (session.options().filesFrom == null || follows(rules)) {
      return null;
    }
    return rules.trust().telling(session::refusedLink);
  }

  @Override
  public boolean isEmpty() {
    return files.segments().isEmpty() || files.segments().total() == 0;
  }

  @Override
  public boolean hasMore() {
    return !files.isComplete();
  }

  @Override
  public void sendOne() {
    files.sendOne();
    count();
  }

  @Override
  public void sendAhead() {
    if (!files.isComplete()) {
      files.sendAhead();
      count();
    }
  }

  @Override
  public void get(int ndx, FileEntry entry) {
    files.get(ndx, entry);
  }

  @Override
  public FileHandle open(int ndx) {
    return files.open(ndx);
  }

  @Override
  public void look(int ndx, FileEntry entry) {
    files.look(ndx, entry);
  }

  @Override
  public int stat(int ndx, FileStat stat) {
    return files.stat(ndx, stat);
  }

  @Override
  public void unlink(int ndx) {
    files.unlink(ndx);
  }

  @Override
  public byte @Nullable [] xattr(int ndx, byte[] name) {
    return files.xattr(ndx, name);
  }

  @Override
  public byte[] fullName(int ndx) {
    return files.fullName(ndx);
  }

  @Override
  public long entriesAfter(int ndx) {
    FileList list = files.segments().require(ndx, "progress", Role.SENDER.text());
    int position = list.holds(ndx) ? list.position(ndx) : -1;
    return files.segments().totalAfter(list) + list.count() - position - 1;
  }

  @Override
  public byte[] argumentPath(int ndx) {
    return files.argumentPath(ndx);
  }

  @Override
  public boolean wasSent(int ndx) {
    return files.wasSent(ndx);
  }

  @Override
  public void markSent(int ndx) {
    files.markSent(ndx);
  }

  @Override
  public OptionalInt lastOfPart(int ndx) {
    return files.segments().lastIndexAt(ndx);
  }

  @Override
  public boolean finishFirst() {
    return files.finishFirst();
  }

  @Override
  public void close() {
    files.close();
  }
}
