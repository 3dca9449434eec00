package org.jrsync.fuzz;

import java.util.Arrays;

/**
 * Takes an input apart: the first bytes choose how the decoder is set up, and what is left is what
 * it reads. An input that is too short chooses the first of everything.
 */
public final class Choices {
  private final byte[] input;
  private int at;

  public Choices(byte[] input) {
    this.input = input;
  }

  /** The next byte, 0 to 255. */
  public int number() {
    return at < input.length ? input[at++] & 0xff : 0;
  }

  /** 0 to {@code bound - 1}, of which there are at most 256. */
  public int below(int bound) {
    return number() % bound;
  }

  /** Two bytes, the low one first. */
  public int bits() {
    return number() | number() << 8;
  }

  /** Whether anything is left. */
  public boolean more() {
    return at < input.length;
  }

  /** At most so many of the bytes that are left. */
  public byte[] take(int length) {
    byte[] taken = Arrays.copyOfRange(input, at, Math.min(input.length, at + length));
    at += taken.length;
    return taken;
  }

  /** All bytes that are left. */
  public byte[] rest() {
    return take(input.length - at);
  }
}
