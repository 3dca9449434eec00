package org.jrsync.cli;

import org.jrsync.engine.TransferProgress;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.report.ProgressLine;
import org.jspecify.annotations.Nullable;

/** Shows the line of {@code --progress}. Used by the one thread that moves the data of files. */
final class ProgressPrinter implements TransferProgress {

  private static final long UPDATE_NANOS = 1_000_000_000;

  private final Console console;
  private final ProgressLine line;
  private final boolean shows;
  private final boolean wholeRun;
  private boolean counting;
  private @Nullable Whole whole;

  /** Index of the present file; before the first, and in an empty list, -1. */
  private int ndx = -1;

  private boolean fresh;
  private long lastUpdate;

  private ProgressPrinter(Console console, Options options) {
    this.console = console;
    this.shows = options.info(Info.PROGRESS) > 0;
    this.wholeRun = options.info(Info.PROGRESS) > 1;
    this.line = new ProgressLine(options.humanReadable, wholeRun);
  }

  /** What a transfer with these options tells of its progress. */
  static TransferProgress of(Console console, Options options) {
    return options.quiet == 0 ? new ProgressPrinter(console, options) : TransferProgress.NONE;
  }

  @Override
  public void listBegins(String what) {
    console.endLine();
    console.progress(what + " ... ", true);
  }

  @Override
  public void listGrows(long entries) {
    if (counting) {
      console.keepLine();
    } else {
      console.endLine();
    }
    counting = true;
    console.progress(" " + entries + " files...\r", true);
  }

  @Override
  public void listEnds() {
    console.keepLine();
  }

  @Override
  public void begins(Whole transfer) {
    whole = transfer;
  }

  @Override
  public void fileBegins(int index, long size) {
    ndx = index;
    fresh = true;
  }

  @Override
  public void at(long offset, long size) {
    if (!shows) {
      return;
    }
    long now = System.nanoTime();
    if (!fresh && now - lastUpdate < UPDATE_NANOS) {
      return;
    }
    fresh = false;
    lastUpdate = now;
    ProgressLine.Standing standing = standing();
    if (standing != null) {
      String text = line.update(now / 1000, offset, size, standing, true);
      if (text != null) {
        console.progress(text, line.lineOpen());
      }
    }
  }

  @Override
  public void fileDone(long size) {
    ProgressLine.Standing standing = standing();
    if (standing != null) {
      console.progress(line.end(System.nanoTime() / 1000, size, standing), line.lineOpen());
    }
  }

  @Override
  public void partDone(int last) {
    if (wholeRun) {
      ndx = Math.max(ndx, last);
      fileDone(0);
    }
  }

  private ProgressLine.@Nullable Standing standing() {
    Whole transfer = whole;
    return transfer == null || !shows ? null : transfer.at(ndx);
  }
}
