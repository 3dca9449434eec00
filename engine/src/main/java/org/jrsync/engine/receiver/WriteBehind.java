package org.jrsync.engine.receiver;

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
 *
 * <p>Used by one thread. Once {@link #close} has returned nothing touches the file any more.
 */
final class WriteBehind implements AutoCloseable {
  private static final int BUFFERS = 3;

  /** Bytes to write; without any, the end. */
  private record Piece(byte[] data, int count, long position) {}

  private final FileHandle file;
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUFFERS + 1);

  /** Has room for all buffers and the end, so that putting never waits. */
  private final BlockingQueue<Piece> filled = new ArrayBlockingQueue<>(BUFFERS + 2);

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Throwable failure;
  private boolean closed;

  /**
   * @param bufferSize bytes of each buffer, as those that {@link #write} will be given
   */
  WriteBehind(FileHandle file, int bufferSize, Companions companions) {
    this.file = file;
    for (int i = 0; i < BUFFERS; i++) {
      free.add(new byte[bufferSize]);
    }
    var _ = companions.start("jrsync writer", this::run);
  }

  private void run() {
    try {
      for (Piece piece = filled.take(); piece.count > 0; piece = filled.take()) {
        write(piece);
        free.add(piece.data);
      }
    } catch (InterruptedException e) {
      failure = e;
    } finally {
      ended.countDown();
      // Whoever waits for a buffer is not to wait for a thread that has ended.
      free.offer(new byte[0]);
    }
  }

  /** After a failure nothing more is written, but buffers go round so that nobody waits for one. */
  private void write(Piece piece) {
    if (failure != null) {
      return;
    }
    try {
      file.pwrite(piece.data, 0, piece.count, piece.position);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  /**
   * Has a buffer's first bytes written at a position of the file.
   *
   * @param data belongs to this object from now on
   * @param count 1 or more
   * @return a buffer of the same size for what follows
   * @throws org.jrsync.posix.PosixException where an earlier write has failed
   */
  byte[] write(byte[] data, int count, long position) {
    throwFailure();
    filled.add(new Piece(data, count, position));
    try {
      byte[] next = free.take();
      throwFailure();
      return next;
    } catch (InterruptedException e) {
      throw RsyncException.interrupted(e);
    }
  }

  /**
   * Waits until everything has been written.
   *
   * @throws org.jrsync.posix.PosixException where a write has failed
   */
  void finish() {
    close();
    throwFailure();
  }

  /** Waits for what is being written, whatever comes of it. An interrupt is kept for later. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      filled.add(new Piece(new byte[0], 0, 0));
    }
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
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
