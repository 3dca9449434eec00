package org.jrsync.wire;

import java.io.IOException;

/**
 * A connected, blocking byte stream to a peer. One thread may read while another writes; {@link
 * #close} may come from any thread and ends both.
 */
public interface Transport extends AutoCloseable {
  /** For {@link #read}: wait until something arrives. */
  long FOR_EVER = 0;

  /** For {@link #read}: return at once with what is there. */
  long NO_WAIT = -1;

  /**
   * Reads at least one byte if any arrives in time.
   *
   * @param length 1 or more
   * @param idleMillis how long to wait for the first byte, in milliseconds; {@link #FOR_EVER} or
   *     {@link #NO_WAIT}
   * @return the number of bytes read, 0 if none came in time, -1 at the end of the stream
   */
  int read(byte[] buffer, int offset, int length, long idleMillis) throws IOException;

  /** Writes all of the given bytes, waiting for room as long as it takes. */
  void write(byte[] buffer, int offset, int length) throws IOException;

  /**
   * Writes all of the given bytes if that takes no waiting, as it does not for a few. A transport
   * that cannot tell does not.
   *
   * @return whether it did; what was written otherwise is not known
   */
  default boolean writeNow(byte[] buffer, int offset, int length) throws IOException {
    return false;
  }

  /** Tells the peer that nothing more will be written; reading goes on. */
  void shutdownOutput() throws IOException;

  /**
   * Ends both directions. Threads inside {@link #read} or {@link #write} return or fail soon.
   * Idempotent.
   */
  @Override
  void close() throws IOException;

  /**
   * Whether the connection is known to be over: {@link #close} was called, or the other end is seen
   * to have gone. It is no news to anyone who reads or writes, but is to who works for long without
   * either. A transport that cannot tell says no.
   */
  default boolean isClosed() {
    return false;
  }
}
