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
  private String firstError = "";
  private Runnable ending = () -> {};
  private @Nullable Throwable failure;

  ListenerCalls(TransferListener listener) {
    this.listener = listener;
  }

  /**
   * What ends the transfer: run once, when the listener throws something, and nothing more is told
   * to it then.
   */
  synchronized void whenListenerFails(Runnable action) {
    ending = action;
  }

  /** Throws what the listener has thrown, if it has. */
  synchronized void throwFailure() {
    switch (failure) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> {}
    }
  }

  /** The first error that was told, empty when there was none. */
  synchronized String firstError() {
    return firstError;
  }

  /** The engine's threads are not the place for the failures of others' code. */
  private void call(Runnable listening) {
    if (failure != null) {
      return;
    }
    try {
      listening.run();
    } catch (RuntimeException | Error e) {
      failure = e;
      ending.run();
    }
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
      Message message = new Message(kind, withoutLineEnd(text));
      if (kind == Message.Kind.ERROR && firstError.isEmpty()) {
        firstError = message.text();
      }
      call(() -> listener.message(message));
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
    ChangedEntry entry =
        new ChangedEntry(
            new String(text, 0, CHANGES, ISO_8859_1),
            Arrays.copyOfRange(text, CHANGES + 1, text.length));
    call(() -> listener.entry(entry));
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
    Progress progress =
        new Progress(
            offset,
            size,
            s.transferred(),
            furthest,
            s.totalSize(),
            s.left(),
            s.entries(),
            s.listComplete());
    call(() -> listener.progress(progress));
  }
}
