package org.jrsync.interop.record;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Ways to damage a recorded stream; each hands every damaged stream, with a title, to a consumer.
 */
public final class Damage {
  private static final byte[][] OVERSIZED = {
    {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f},
    {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff},
    {0, 0, 0, (byte) 0x80},
    // A variable-length integer of the largest size, and one that claims to be longer than any is.
    {(byte) 0xf0, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f},
    {
      (byte) 0xfe,
      (byte) 0xff,
      (byte) 0xff,
      (byte) 0xff,
      (byte) 0xff,
      (byte) 0xff,
      (byte) 0xff,
      0x7f
    },
  };

  private Damage() {}

  /** Cut after each byte, or after each so many; never the whole stream. */
  public static void truncate(byte[] stream, int step, BiConsumer<String, byte[]> use) {
    for (int length = 0; length < stream.length; length += step) {
      use.accept("cut after " + length + " bytes", Arrays.copyOf(stream, length));
    }
  }

  /** One bit turned round. */
  public static void flip(byte[] stream, long seed, int count, BiConsumer<String, byte[]> use) {
    RandomGenerator random = random(seed);
    for (int i = 0; i < count; i++) {
      int bit = random.nextInt(stream.length * 8);
      byte[] damaged = stream.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      use.accept("bit " + bit % 8 + " of byte " + bit / 8 + " flipped", damaged);
    }
  }

  /** Large, negative and endless numbers written over the stream, at each so many bytes. */
  public static void oversize(byte[] stream, int first, int step, BiConsumer<String, byte[]> use) {
    int turn = 0;
    for (int at = first; at < stream.length; at += step) {
      byte[] pattern = OVERSIZED[turn++ % OVERSIZED.length];
      byte[] damaged = stream.clone();
      System.arraycopy(pattern, 0, damaged, at, Math.min(pattern.length, damaged.length - at));
      use.accept("oversized number " + turn % OVERSIZED.length + " at byte " + at, damaged);
    }
  }

  /** Random bytes from a place on. */
  public static void noise(
      byte[] stream, int first, long seed, int count, BiConsumer<String, byte[]> use) {
    RandomGenerator random = random(seed);
    for (int i = 0; i < count; i++) {
      int from = first + random.nextInt(stream.length - first);
      byte[] tail = new byte[1 + random.nextInt(500)];
      random.nextBytes(tail);
      byte[] damaged = Arrays.copyOf(stream, from + tail.length);
      System.arraycopy(tail, 0, damaged, from, tail.length);
      use.accept("noise " + i + " from byte " + from, damaged);
    }
  }

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }
}
