package org.jrsync.engine;

import java.util.concurrent.atomic.AtomicInteger;
import org.jrsync.wire.ExitCode;

/**
 * The errors that do not end a transfer but show in its exit code, gathered from all roles of one
 * side. The first three travel to the peer (docs/protocol.md, "I/O errors").
 */
public final class IoErrors {
  /** Something could not be read; deletions are then unsafe. */
  public static final int GENERAL = 1;

  /** A file vanished between the listing and the reading. */
  public static final int VANISHED = 2;

  /** {@code --max-delete} stopped some deletions. */
  public static final int DELETE_LIMIT = 4;

  private static final int WIRE_MASK = GENERAL | VANISHED | DELETE_LIMIT;
  private static final int TRANSFER = 1 << 16;

  private final AtomicInteger bits = new AtomicInteger();

  /** Begins without errors. */
  public IoErrors() {}

  /** Adds error bits; bits from the peer that mean nothing are dropped. */
  public void add(int errors) {
    bits.accumulateAndGet(errors & WIRE_MASK, (a, b) -> a | b);
  }

  /** Notes that some file or attribute was not transferred. */
  public void transferFailed() {
    bits.accumulateAndGet(TRANSFER, (a, b) -> a | b);
  }

  /** Whether some file or attribute was not transferred. */
  public boolean transfer() {
    return (bits.get() & TRANSFER) != 0;
  }

  /** The bits that travel to the peer. */
  public int wireBits() {
    return bits.get() & WIRE_MASK;
  }

  /** Whether something could not be read. */
  public boolean general() {
    return (bits.get() & GENERAL) != 0;
  }

  /** The exit code that these errors call for when nothing worse has happened. */
  public ExitCode exitCode() {
    int all = bits.get();
    if ((all & (GENERAL | TRANSFER)) != 0) {
      return ExitCode.PARTIAL;
    }
    if ((all & VANISHED) != 0) {
      return ExitCode.VANISHED;
    }
    return (all & DELETE_LIMIT) != 0 ? ExitCode.DEL_LIMIT : ExitCode.OK;
  }
}
