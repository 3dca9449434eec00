package org.jrsync.bench;

import java.util.Random;

/** Bytes to measure with: the same in every run. */
final class Data {
  private Data() {}

  /** Bytes without any pattern. */
  static byte[] random(int length) {
    byte[] data = new byte[length];
    new Random(11).nextBytes(data);
    return data;
  }
}
