package org.jrsync.engine;

import java.util.List;
import org.jrsync.engine.batch.BatchWriter;
import org.jrsync.engine.options.Compression;
import org.jrsync.engine.report.ProgressLine;
import org.jrsync.engine.scan.NameList;
import org.jrsync.engine.sender.Sender;
import org.jrsync.engine.sender.SentFiles;
import org.jrsync.engine.sender.SourceRemover;
import org.jrsync.wire.IdleHook;
import org.jrsync.wire.Role;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.compress.TokenCodec;
import org.jrsync.wire.compress.TokenWriter;
import org.jspecify.annotations.Nullable;

/** The sending side of a transfer: sends the file list and then answers requests. */
public final class SendingSide {
  private final Session session;
  private final WireInput in;
  private final WireOutput out;
  private final SideSetup setup;
  private final TransferStats stats;
  private final SourceRemover remover;
  private final @Nullable BatchWriter record;

  /** Builds the file list. */
  public interface Sources {
    /**
     * Sends the list, or its first part; returns what was sent.
     *
     * @param names of a {@code --files-from} list, which are then sought in the one argument; null
     *     when the arguments are what is sent
     */
    SentFiles send(
        Session session,
        WireOutput out,
        List<byte[]> arguments,
        @Nullable NameList names,
        TransferStats stats,
        TransferProgress progress);
  }

  /**
   * @param record what is sent is written to it too; null where it is not
   */
  SendingSide(
      Session session,
      WireInput in,
      WireOutput out,
      SideSetup setup,
      TransferStats stats,
      SourceRemover remover,
      @Nullable BatchWriter record) {
    this.remover = remover;
    this.record = record;
    this.session = session;
    this.in = in;
    this.out = out;
    this.setup = setup;
    this.stats = stats;
  }

  /**
   * Sends everything.
   *
   * @param arguments the sources
   * @param file the {@code --files-from} list of this side's own
   * @return whether there was anything to send; a server's client expects nothing more if not
   */
  boolean run(List<byte[]> arguments, @Nullable NamesFile file, Sources sources) {
    Session view = session.as(Role.SENDER, session.reporter());
    in.setRole(Role.SENDER);
    out.setRole(Role.SENDER);
    SentFiles files =
        new ListedNamesSource(view, in, out, file)
            .with(names -> sources.send(view, out, arguments, names, stats, setup.progress()));
    if (session.options().server && files.isEmpty()) {
      out.flush();
      return false;
    }
    remover.begin(view, files);
    Compression compression = session.options().compression;
    Ahead ahead = new Ahead(files);
    in.setIdleHook(ahead);
    WireOutput data = record != null && session.options().batch.only() ? record.output() : out;
    try (TokenWriter tokens =
        TokenCodec.writer(
            session.negotiated().compression(), compression.level(), compression.threads(), data)) {
      Sender sender =
          new Sender(
              view,
              in,
              out,
              data,
              files,
              tokens,
              setup.log(),
              stats,
              setup.progress(),
              setup.budget().memory(),
              ahead);
      setup.progress().begins(ndx -> standing(files, ndx));
      out.flush();
      sender.run();
      out.flush();
      // What the goodbye takes does not count, as with rsync.
      stats.bytesRead = in.bytesRead();
      stats.bytesWritten = out.bytesWritten();
      if (session.options().server) {
        stats.write(out);
      } else if (record != null) {
        record.statistics(stats);
      }
      sender.goodbye();
      out.flush();
    } finally {
      files.close();
    }
    return true;
  }

  private ProgressLine.Standing standing(SentFiles files, int ndx) {
    return new ProgressLine.Standing(
        stats.transferredFiles,
        files.entriesAfter(ndx),
        stats.files.total(),
        !files.hasMore(),
        stats.transferredSize,
        stats.totalSize);
  }

  /** While no request comes, further parts of the list are sent. */
  private final class Ahead implements IdleHook, Sender.Waiting {
    private final SentFiles files;
    private boolean betweenItems;

    Ahead(SentFiles files) {
      this.files = files;
    }

    @Override
    public void betweenItems(boolean between) {
      betweenItems = between;
    }

    @Override
    public void beforeRead() {
      out.flush();
    }

    @Override
    public boolean hasWork() {
      return betweenItems && files.hasMore();
    }

    @Override
    public long intervalMillis() {
      return in.timeout().lullMillis();
    }

    @Override
    public void idle() {
      if (hasWork()) {
        files.sendOne();
        out.flush();
      } else {
        out.keepAliveIfDue();
      }
    }
  }
}
