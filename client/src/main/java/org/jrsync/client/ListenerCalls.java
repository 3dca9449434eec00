package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jrsync.engine.TransferProgress;
import org.jrsync.engine.report.ProgressLine;
import org.jrsync.wire.MessageCode;
import org.jspecify.annotations.Nullable;

/** Tells a listener, one thing at a time, what the engine tells in its own terms. */
final class ListenerCalls implements TransferProgress {
  private static final int CHANGES = 11;
  private static final long INTERVAL_NANOS = 100_000_000;

  private final TransferListener listener;
  private @Nullable Whole whole;
  private int ndx;
  private boolean fresh;
  private long last;
  private long furthest;

  ListenerCalls(TransferListener listener) {
    this.listener = listener;
  }

  synchronized void message(MessageCode code, byte[] text) {
    Message.Kind kind =
        switch (code) {
          case INFO, CLIENT -> Message.Kind.INFO;
          case WARNING -> Message.Kind.WARNING;
          case LOG -> null;
          default -> Message.Kind.ERROR;
        };
    if (kind != null) {
      listener.message(new Message(kind, withoutLineEnd(text)));
    }
  }

  /** Takes an entry's line in the form of {@code --itemize-changes}. */
  synchronized void entry(MessageCode code, byte[] line) {
    if (code == MessageCode.LOG) {
      return;
    }
    byte[] text = withoutLineEnd(line);
    if (text.length <= CHANGES) {
      message(code, line);
      return;
    }
    listener.entry(
        new ChangedEntry(
            new String(text, 0, CHANGES, ISO_8859_1),
            Arrays.copyOfRange(text, CHANGES + 1, text.length)));
  }

  private static byte[] withoutLineEnd(byte[] text) {
    int length = text.length;
    return length > 0 && text[length - 1] == '\n' ? Arrays.copyOf(text, length - 1) : text.clone();
  }

  @Override
  public synchronized void begins(Whole transfer) {
    whole = transfer;
  }

  @Override
  public synchronized void fileBegins(int index, long size) {
    ndx = index;
    fresh = true;
  }

  @Override
  public synchronized void at(long offset, long size) {
    long now = System.nanoTime();
    if (fresh || now - last >= INTERVAL_NANOS) {
      fresh = false;
      last = now;
      tell(offset, size);
    }
  }

  @Override
  public synchronized void fileDone(long size) {
    tell(size, size);
  }

  private void tell(long offset, long size) {
    Whole transfer = whole;
    if (transfer == null) {
      return;
    }
    ProgressLine.Standing s = transfer.at(ndx);
    furthest = Math.max(furthest, s.transferredSize() - size + offset);
    listener.progress(
        new Progress(
            offset,
            size,
            s.transferred(),
            furthest,
            s.totalSize(),
            s.left(),
            s.entries(),
            s.listComplete()));
  }
}
