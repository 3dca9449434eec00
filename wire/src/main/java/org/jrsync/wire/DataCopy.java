package org.jrsync.wire;

/**
 * Takes a copy of a stream's data bytes, without frame headers and messages, in the stream's order.
 */
@FunctionalInterface
public interface DataCopy {
  /**
   * Takes the next bytes.
   *
   * @throws RsyncException when they cannot be kept, which ends the session
   */
  void take(byte[] bytes, int offset, int length);
}
