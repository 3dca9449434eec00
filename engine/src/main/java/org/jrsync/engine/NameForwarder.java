package org.jrsync.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jrsync.engine.scan.NameListReader;
import org.jrsync.wire.Role;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.charset.Conversion;
import org.jrsync.wire.charset.NameCharset;
import org.jspecify.annotations.Nullable;

/**
 * Sends a {@code --files-from} list to the sender while the file list that comes of it is read:
 * neither side may wait for the other to take all of one of them. Names are sent with a NUL after
 * each, none of them empty, and an empty one at the end (docs/protocol.md, "The list of
 * --files-from"). What goes beyond the longest name that a sender takes is not sent.
 *
 * <p>From {@link #start} to {@link #await} a thread of its own writes to the connection, and nobody
 * else does.
 */
final class NameForwarder {
  private static final int PIECE = 4096;
  private static final long PATIENCE_MILLIS = 1000;
  private static final int FRAMES_SINCE = 31;
  private static final byte[] NULS = new byte[2];

  private final NamesFile names;
  private final WireOutput out;
  private final int protocol;
  private final @Nullable ServerReporter reporter;
  private final CountDownLatch done = new CountDownLatch(1);
  private final ReentrantLock writing = new ReentrantLock();
  private final ByteArrayOutputStream name = new ByteArrayOutputStream();
  private final @Nullable Conversion toWire;
  private boolean abandoned;
  private boolean framesEnded;

  /** Whether the last byte that was sent belongs to a name. */
  private boolean open;

  /** As it was thrown: where memory is short there may be none for another. */
  private @Nullable Throwable failure;

  /**
   * @param reporter of a server, whose messages wait until the list is sent
   * @param charset of the list, null where its names are sent as they are
   */
  NameForwarder(
      NamesFile names,
      WireOutput out,
      int protocol,
      @Nullable ServerReporter reporter,
      @Nullable NameCharset charset) {
    this.names = names;
    this.out = out;
    this.protocol = protocol;
    this.reporter = reporter;
    this.toWire = charset == null ? null : charset.toWire();
  }

  void start(SideSetup.Companions threads) {
    if (reporter != null) {
      reporter.hold();
    }
    if (protocol < FRAMES_SINCE && out.isMultiplexing()) {
      // Older senders read the bare list.
      out.stopMultiplexing();
      framesEnded = true;
    }
    SideSetup.Companion _ = threads.start("jrsync names", this::run);
  }

  /** Waits until the list is sent, after which the caller may write again. */
  void await() {
    try {
      done.await();
    } catch (InterruptedException e) {
      throw RsyncException.interrupted(e);
    }
    Throwable thrown = failure;
    if (thrown != null) {
      throw thrown instanceof RuntimeException e ? e : Failures.of(thrown, Role.EARLY_RECEIVER);
    }
    resume();
  }

  private void resume() {
    if (framesEnded) {
      framesEnded = false;
      out.startMultiplexing();
    }
    if (reporter != null) {
      reporter.release();
    }
  }

  /** After a failure: takes the connection back, or breaks it off where it cannot be had. */
  void abandon() {
    boolean free = false;
    try {
      free = writing.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!free) {
      out.abort();
      return;
    }
    try {
      abandoned = true;
      resume();
    } finally {
      writing.unlock();
    }
  }

  private void run() {
    try {
      forward();
    } catch (Throwable e) {
      failure = e;
    }
    try {
      // Whatever happened: until the sender has the end of this list, it does not end its own.
      end();
    } catch (Throwable e) {
      failure = failure == null ? e : failure;
    } finally {
      done.countDown();
    }
  }

  private void forward() {
    byte[] piece = new byte[PIECE];
    boolean more = true;
    while (more) {
      int count = read(piece);
      if (count <= 0) {
        last();
        return;
      }
      more = toWire == null ? write(piece, plain(piece, count)) : converted(piece, count, toWire);
    }
  }

  /** What cannot be read any more ends the list, as with rsync. */
  private int read(byte[] piece) {
    try {
      return names.content().read(piece, 0, piece.length);
    } catch (IOException e) {
      return -1;
    }
  }

  /** Leaves names and a NUL after each, without empty ones; returns how many bytes there are. */
  private int plain(byte[] piece, int count) {
    int to = 0;
    for (int i = 0; i < count; i++) {
      byte b = piece[i];
      boolean ends = endsName(b);
      if (!ends) {
        if (take(b)) {
          piece[to++] = b;
        }
      } else if (name.size() > 0) {
        tell();
        piece[to++] = 0;
      }
    }
    return to;
  }

  /** Adds to the name; returns whether there was room. */
  private boolean take(byte b) {
    boolean fits = name.size() < NameListReader.MAX_NAME;
    if (fits) {
      name.write(b);
    }
    return fits;
  }

  private boolean endsName(byte b) {
    return b == 0 || (!names.nulls() && (b == '\n' || b == '\r'));
  }

  /** Sends the names that are complete, in the wire's charset; returns whether to go on. */
  private boolean converted(byte[] piece, int count, Conversion conversion) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream(count * 2);
    for (int i = 0; i < count; i++) {
      if (!endsName(piece[i])) {
        boolean _ = take(piece[i]);
      } else if (name.size() > 0) {
        wire.writeBytes(conversion.convertLoosely(name.toByteArray()));
        wire.write(0);
        tell();
      }
    }
    return write(wire.toByteArray(), wire.size());
  }

  private void tell() {
    names.forwarded().accept(name.toByteArray());
    name.reset();
  }

  /** Sends the name that the list ended in. */
  private void last() {
    if (name.size() == 0) {
      return;
    }
    Conversion conversion = toWire;
    if (conversion != null) {
      byte[] last = conversion.convertLoosely(name.toByteArray());
      boolean _ = write(last, last.length);
    }
    tell();
  }

  private void end() {
    boolean _ = write(NULS, open ? 2 : 1);
  }

  private boolean write(byte[] bytes, int length) {
    writing.lock();
    try {
      if (abandoned) {
        return false;
      }
      out.write(bytes, 0, length);
      open = length > 0 ? bytes[length - 1] != 0 : open;
      out.flush();
      return true;
    } finally {
      writing.unlock();
    }
  }
}
