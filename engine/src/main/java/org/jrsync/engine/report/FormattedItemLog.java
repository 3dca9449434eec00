package org.jrsync.engine.report;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jrsync.engine.ItemFlags;
import org.jrsync.engine.Session;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.Options;
import org.jrsync.posix.FileMode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.charset.Conversion;
import org.jrsync.wire.charset.NameCharset;
import org.jrsync.wire.checksum.ChecksumType;
import org.jrsync.wire.flist.EntryFlags;
import org.jrsync.wire.flist.FileEntry;
import org.jspecify.annotations.Nullable;

/** Shows entries by the formats of the options and of the log. Safe for the side's two threads. */
public final class FormattedItemLog implements ItemLog {
  private static final byte[] NO_LINK = {};

  private static final LogFormat DELETING = LogFormat.parse("deleting %n");
  private final Session session;
  private final Options options;
  private final @Nullable LogFormat clientFormat;
  private final @Nullable LogFormat logFormat;
  private final boolean logsFiles;
  private final LogSession logSession;
  private final WireOutput out;
  private final LongSupplier read;
  private final LongSupplier written;
  private final @Nullable Conversion toWire;
  private final Itemize itemize;
  private final int itemizeLevel;
  private final boolean clientOperation;
  private final boolean before;
  private final Item item = new Item();
  private long readBefore;
  private long writtenBefore;
  private byte @Nullable [] fullPath;
  private byte[] checksum = {};

  /**
   * @param logFormat the format of the log file, null when it shows no entries
   * @param logsFiles whether there is a log file at all
   * @param out where a server tells its client of deletions
   * @param read bytes read from the peer so far
   * @param written bytes written to the peer so far
   */
  public FormattedItemLog(
      Session session,
      @Nullable LogFormat logFormat,
      boolean logsFiles,
      LogSession logSession,
      WireOutput out,
      LongSupplier read,
      LongSupplier written) {
    this.session = session;
    this.options = session.options();
    String format = options.outFormat;
    this.clientFormat = format == null ? null : LogFormat.parse(format);
    this.logFormat = logFormat;
    this.logsFiles = logsFiles;
    this.logSession = logSession;
    this.out = out;
    this.read = read;
    this.written = written;
    NameCharset charset = session.charset();
    this.toWire = charset == null ? null : charset.toWire();
    boolean sends = options.sender && !options.localTransfer;
    this.itemize =
        new Itemize(sends, options.times, session.negotiated().receiverSetsSymlinkTimes());
    LogFormat client = clientFormat;
    boolean hasItems = client != null && client.has('i');
    this.itemizeLevel = hasItems ? Math.max(1, options.itemize) : 0;
    this.clientOperation = client != null && (hasItems || client.has('o'));
    this.before =
        client != null
            && !options.server
            && !client.has('b')
            && !client.has('c')
            && !client.has('C');
  }

  @Override
  public void item(Target target, FileEntry entry, int flags) {
    show(target, entry, flags, NO_LINK);
  }

  private synchronized void show(Target target, FileEntry entry, int flags, byte[] link) {
    if (target != Target.LOG && clientFormat != null && !options.server) {
      emit(MessageCode.CLIENT, clientFormat, item.of(entry, flags, link));
    }
    if (target != Target.CLIENT && logFormat != null && !logFormat.isEmpty()) {
      emit(MessageCode.LOG, logFormat, item.of(entry, flags, link));
    }
  }

  @Override
  public void localItem(FileEntry entry, int flags, byte[] link) {
    boolean significant = (flags & ItemFlags.SIGNIFICANT) != 0;
    boolean linked = link.length > 0;
    boolean itemizing = options.server ? logsItemFlags() : itemizeLevel > 0;
    boolean shown =
        itemizing
            && (significant
                || linked
                || itemizeLevel > 1
                || (options.info(Info.NAME) >= 2 && itemizeLevel > 0));
    if (options.server) {
      if (logsFiles && !options.dryRun && shown) {
        show(Target.LOG, entry, flags, link);
      }
      return;
    }
    boolean changed = (flags & ItemFlags.LOCAL_CHANGE) != 0 && significant;
    if (shown || changed || linked || (entry.isDirectory() && significant)) {
      show(significant || logsItemFlags() ? Target.BOTH : Target.CLIENT, entry, flags, link);
    }
  }

  @Override
  public void untoldItem(FileEntry entry, int flags, byte[] link) {
    boolean logs = logsItemFlags();
    boolean itemizing =
        options.server ? options.daemon && logs && !options.dryRun : itemizeLevel > 0;
    if (itemizing) {
      show(logs ? Target.BOTH : Target.CLIENT, entry, flags, link);
    }
  }

  @Override
  public synchronized void deleted(byte[] path, int mode) {
    if (options.server && session.protocol() >= 29) {
      boolean directory = FileMode.isDirectory(mode);
      Conversion conversion = toWire;
      byte[] name = conversion == null ? path : conversion.convertLoosely(path);
      out.message(MessageCode.DELETED, directory ? Arrays.copyOf(name, name.length + 1) : name);
    } else if (options.info(Info.DEL) >= 1 || clientFormat != null) {
      LogFormat format = clientOperation && clientFormat != null ? clientFormat : DELETING;
      emit(MessageCode.CLIENT, format, item.deleted(path, mode));
    }
    if (logsFiles && !options.dryRun && logFormat != null) {
      LogFormat format = logFormat.has('o') || logFormat.has('i') ? logFormat : DELETING;
      emit(MessageCode.LOG, format, item.deleted(path, mode));
    }
  }

  private void emit(MessageCode code, LogFormat format, LogItem shown) {
    TextBuilder text = new TextBuilder();
    format.append(text, shown, logSession, itemize, System.currentTimeMillis() / 1000);
    session.reporter().report(code, text.toBytes());
  }

  @Override
  public synchronized void transferBegins() {
    readBefore = read.getAsLong();
    writtenBefore = written.getAsLong();
  }

  @Override
  public synchronized void fullPath(byte @Nullable [] path) {
    fullPath = path;
  }

  @Override
  public boolean beforeTransfer() {
    return before;
  }

  @Override
  public int itemizeLevel() {
    return itemizeLevel;
  }

  @Override
  public boolean logsItemFlags() {
    return logFormat != null && logFormat.has('i');
  }

  @Override
  public synchronized void lastChecksum(byte[] sum) {
    checksum = sum.clone();
  }

  /** An entry as formats see it. */
  private final class Item implements LogItem {
    private @Nullable FileEntry entry;
    private byte[] name = {};
    private byte[] link = {};
    private int flags;
    private int mode;

    Item of(FileEntry shown, int itemFlags, byte[] hardLink) {
      entry = shown;
      name = shown.pathCopy();
      link = hardLink;
      flags = itemFlags;
      mode = shown.mode;
      return this;
    }

    Item deleted(byte[] path, int deletedMode) {
      entry = null;
      name = path;
      link = NO_LINK;
      flags = ItemFlags.DELETED;
      mode = deletedMode;
      return this;
    }

    @Override
    public String operation() {
      return entry == null ? "del." : options.sender ? "send" : "recv";
    }

    @Override
    public int flags() {
      return flags;
    }

    @Override
    public int mode() {
      return mode;
    }

    @Override
    public long size() {
      return entry == null ? 0 : entry.size;
    }

    @Override
    public long modificationTime() {
      return entry == null ? 0 : entry.mtime;
    }

    @Override
    public int owner() {
      return entry == null || !options.owner ? 0 : entry.uid;
    }

    @Override
    public @Nullable Integer group() {
      FileEntry shown = entry;
      if (!options.group || (shown != null && shown.has(EntryFlags.SKIP_GROUP))) {
        return null;
      }
      return shown == null ? 0 : shown.gid;
    }

    @Override
    public byte[] name() {
      return name;
    }

    @Override
    public byte[] fullName() {
      byte[] known = fullPath;
      if (known != null && entry != null) {
        return known;
      }
      // A client that receives has entered the destination, and knows of nothing above it.
      return options.server ? session.fullName(name) : name;
    }

    @Override
    public byte[] hardLink() {
      return link;
    }

    @Override
    public byte @Nullable [] symlinkTarget() {
      FileEntry shown = entry;
      return shown == null || !shown.isSymlink() ? null : session.shownTarget(shown.linkCopy());
    }

    @Override
    public long bytesTransferred() {
      return options.sender ? sent() : received();
    }

    @Override
    public long checksumBytes() {
      // On the receiving side the generator sends them, whose count the receiver does not see.
      return options.sender ? received() : 0;
    }

    private long sent() {
      return written.getAsLong() - writtenBefore;
    }

    private long received() {
      return read.getAsLong() - readBefore;
    }

    @Override
    public String checksum() {
      FileEntry shown = entry;
      boolean always = options.checksumAlways;
      ChecksumType type =
          always ? session.negotiated().fileChecksum() : session.negotiated().transferChecksum();
      if (shown != null && shown.isRegular()) {
        if (always) {
          return hex(Arrays.copyOf(shown.checksum, type.length()), type.textOrder());
        }
        if ((flags & ItemFlags.TRANSFER) != 0 && type.textOrder() != 0) {
          return hex(Arrays.copyOf(checksum, type.length()), type.textOrder());
        }
      }
      return " ".repeat(type.length() * 2);
    }

    private static String hex(byte[] sum, int order) {
      StringBuilder text = new StringBuilder(sum.length * 2);
      for (int i = 0; i < sum.length; i++) {
        int b = sum[order > 0 ? sum.length - 1 - i : i] & 0xff;
        text.append(Character.forDigit(b >> 4, 16)).append(Character.forDigit(b & 15, 16));
      }
      return text.toString();
    }
  }
}
