package org.jrsync.engine.receiver;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import org.jrsync.engine.SideSetup.Companions;
import org.jrsync.posix.FileHandle;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/**
 * Writes one file on a thread of its own, so that the receiver reads and sums what comes next in
 * the meantime. Few buffers are on their way at a time; an error shows at one of the next calls.
 * The buffers are native, so that what was gathered in them is written without a further copy.
 *
 * <p>Used by one thread. Once {@link #close} has returned nothing touches the file any more.
 */
final class WriteBehind implements AutoCloseable {
  /** The bytes of a buffer, which are written at once. */
  static final int BUFFER = 256 * 1024;

  private static final int BUFFERS = 4;

  /** Bytes to write; without any, the end. */
  private record Piece(ByteBuffer data, long position) {
    static final Piece END = new Piece(ByteBuffer.allocate(0), 0);
  }

  private final FileHandle file;
  private final Arena memory = Arena.ofShared();

  /** Has room for all buffers and one that says that the thread has ended. */
  private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(BUFFERS + 1);

  /** Has room for all buffers and the end, so that putting never waits. */
  private final BlockingQueue<Piece> filled = new ArrayBlockingQueue<>(BUFFERS + 1);

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Throwable failure;

  /** What is being filled; null where nothing has come yet. */
  private @Nullable ByteBuffer current;

  /** The place in the file of what comes next. */
  private long position;

  private boolean closed;

  /**
   * @param start where in the file the first byte goes
   */
  WriteBehind(FileHandle file, long start, Companions companions) {
    this.file = file;
    this.position = start;
    try {
      for (int i = 0; i < BUFFERS; i++) {
        free.add(memory.allocate(BUFFER).asByteBuffer());
      }
      var _ = companions.start("jrsync writer", this::run);
    } catch (Throwable e) {
      memory.close();
      throw e;
    }
  }

  private void run() {
    try {
      for (Piece piece = filled.take(); piece.data.hasRemaining(); piece = filled.take()) {
        write(piece);
        free.add(piece.data);
      }
    } catch (InterruptedException e) {
      failure = e;
    } finally {
      ended.countDown();
      // Whoever waits for a buffer is not to wait for a thread that has ended.
      free.offer(Piece.END.data);
    }
  }

  /** After a failure nothing more is written, but buffers go round so that nobody waits for one. */
  private void write(Piece piece) {
    if (failure != null) {
      return;
    }
    try {
      file.pwrite(piece.data, piece.position);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  /**
   * Appends bytes, which are the caller's again afterwards.
   *
   * @throws org.jrsync.posix.PosixException where an earlier write has failed
   */
  void append(byte[] data, int from, int count) {
    for (int done = 0; done < count; ) {
      ByteBuffer buffer = current;
      if (buffer == null) {
        buffer = take();
        current = buffer;
      }
      int piece = Math.min(count - done, buffer.remaining());
      buffer.put(data, from + done, piece);
      done += piece;
      if (!buffer.hasRemaining()) {
        handOver();
      }
    }
  }

  private ByteBuffer take() {
    throwFailure();
    try {
      ByteBuffer next = free.take();
      throwFailure();
      return next.clear();
    } catch (InterruptedException e) {
      throw RsyncException.interrupted(e);
    }
  }

  private void handOver() {
    ByteBuffer buffer = current;
    if (buffer != null) {
      current = null;
      buffer.flip();
      filled.add(new Piece(buffer, position));
      position += buffer.limit();
    }
  }

  /**
   * Writes what is held back, and waits until everything has been written.
   *
   * @throws org.jrsync.posix.PosixException where a write has failed
   */
  void finish() {
    handOver();
    close();
    throwFailure();
  }

  /** Waits for what is being written, whatever comes of it. An interrupt is kept for later. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    filled.add(Piece.END);
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    current = null;
    memory.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void throwFailure() {
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw RsyncException.interrupted(e);
    }
  }
}
