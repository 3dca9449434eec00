package org.jrsync.engine.generator;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jrsync.engine.SideSetup.Companions;
import org.jrsync.posix.FileHandle;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.checksum.StrongChecksum;
import org.jrsync.wire.signature.SignatureHeader;

/** Sends the block signature of a basis file. */
final class SignatureSender {
  private final WireOutput out;
  private final Supplier<StrongChecksum> strongSums;
  private final boolean twoThreads;
  private final BlockSummer own;

  /**
   * @param strongSums makes the sums of single blocks
   * @param twoThreads whether long files may keep two processors busy: the sender waits for the
   *     last of their sums
   */
  SignatureSender(WireOutput out, Supplier<StrongChecksum> strongSums, boolean twoThreads) {
    this.out = out;
    this.strongSums = strongSums;
    this.twoThreads = twoThreads;
    this.own = new BlockSummer(strongSums.get());
  }

  /** Says that there is no basis: everything is wanted as literals. */
  void none() {
    SignatureHeader.EMPTY.write(out);
  }

  /** Sends a header without blocks, as appending does. */
  void headerOnly(SignatureHeader header) {
    header.write(out);
  }

  /** Sends the header and, for each block, its weak and strong sum. */
  void send(FileHandle basis, SignatureHeader header) {
    header.write(out);
    if (twoThreads && header.coveredLength() >= Companions.LONG_FILE) {
      sendInTurns(basis, header);
    } else {
      sendFrom(0, basis, header);
    }
  }

  private void sendFrom(long block, FileHandle basis, SignatureHeader header) {
    for (long first = block; first < header.count(); first += BlockSummer.stretch(header)) {
      own.sum(basis, header, (int) first);
      own.write(out, header);
    }
  }

  /** While this thread sums a stretch, a second one sums the next. */
  private void sendInTurns(FileHandle basis, SignatureHeader header) {
    int stretch = BlockSummer.stretch(header);
    BlockSummer other = new BlockSummer(strongSums.get());
    // Closing waits for the stretch that is being summed: the file is open until then.
    try (ExecutorService second =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("jrsync sums").daemon(true).factory())) {
      for (long at = 0; at < header.count(); at += 2L * stretch) {
        int first = (int) at;
        boolean pair = at + stretch < header.count();
        Future<?> next =
            pair ? second.submit(() -> other.sum(basis, header, first + stretch)) : null;
        own.sum(basis, header, first);
        own.write(out, header);
        if (next != null) {
          await(next);
          other.write(out, header);
        }
      }
    }
  }

  private static void await(Future<?> sums) {
    try {
      Object _ = sums.get();
    } catch (InterruptedException e) {
      throw RsyncException.interrupted(e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
