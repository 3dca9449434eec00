package org.jrsync.fuzz;

import java.io.IOException;
import java.util.List;

/**
 * One decoder, fed with any bytes. Beside what {@link Execution} demands of every target, each
 * checks what must hold of its own results, and fails with an {@link AssertionError} where it does
 * not.
 */
public interface Target {
  /** What {@code fuzz/run} calls it. */
  String name();

  /** The source files whose lines it must reach, without folders. */
  List<String> decoder();

  /** Inputs to begin with: whole and valid ones of every kind. */
  List<byte[]> seeds() throws IOException;

  /**
   * Decodes an input.
   *
   * @throws org.jrsync.wire.RsyncException if it is refused
   * @throws IOException if it is refused where a connection is only begun
   */
  void run(byte[] input) throws IOException;

  /** The bytes that decoding may allocate in all, whatever the input claims. */
  default long allocation(int inputLength) {
    return (8 << 20) + 1000L * inputLength;
  }
}
