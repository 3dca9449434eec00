package org.jrsync.interop.record;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Ways to damage a stream at a random place. */
enum Damage {
  /** One bit turned round. */
  FLIP {
    @Override
    byte[] apply(byte[] stream, RandomGenerator random) {
      int bit = random.nextInt(stream.length * 8);
      byte[] damaged = stream.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      return damaged;
    }
  },
  /** Random bytes in place of all that there was. */
  NOISE {
    @Override
    byte[] apply(byte[] stream, RandomGenerator random) {
      int from = random.nextInt(stream.length);
      return replaced(stream, from, stream.length, bytes(random));
    }
  },
  /** A few random bytes, and then what there was. */
  SPLASH {
    @Override
    byte[] apply(byte[] stream, RandomGenerator random) {
      int from = random.nextInt(stream.length);
      int to = Math.min(stream.length, from + 1 + random.nextInt(8));
      byte[] other = new byte[to - from];
      random.nextBytes(other);
      return replaced(stream, from, to, other);
    }
  },
  /** A number that is too large, negative, or claims to be longer than any is. */
  NUMBER {
    @Override
    byte[] apply(byte[] stream, RandomGenerator random) {
      byte[] number = NUMBERS[random.nextInt(NUMBERS.length)];
      int from = random.nextInt(stream.length);
      return replaced(stream, from, Math.min(stream.length, from + number.length), number);
    }
  },
  /** Bytes left out. */
  LOST {
    @Override
    byte[] apply(byte[] stream, RandomGenerator random) {
      int from = random.nextInt(stream.length);
      int to = Math.min(stream.length, from + 1 + random.nextInt(8));
      return replaced(stream, from, to, new byte[0]);
    }
  },
  /** Bytes sent twice. */
  TWICE {
    @Override
    byte[] apply(byte[] stream, RandomGenerator random) {
      int from = random.nextInt(stream.length);
      int to = Math.min(stream.length, from + 1 + random.nextInt(200));
      return replaced(stream, to, to, Arrays.copyOfRange(stream, from, to));
    }
  };

  private static final byte[][] NUMBERS = {
    {-1, -1, -1, 0x7f},
    {-1, -1, -1, -1},
    {0, 0, 0, (byte) 0x80},
    {(byte) 0xf0, -1, -1, -1, 0x7f},
    {(byte) 0xfe, -1, -1, -1, -1, -1, -1, 0x7f},
  };

  /** The damaged stream, which may by chance be what it was. */
  abstract byte[] apply(byte[] stream, RandomGenerator random);

  /** Chances that are the same each time. */
  static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  private static byte[] bytes(RandomGenerator random) {
    byte[] bytes = new byte[1 + random.nextInt(500)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] replaced(byte[] stream, int from, int to, byte[] with) {
    byte[] all = Arrays.copyOf(stream, from + with.length + stream.length - to);
    System.arraycopy(with, 0, all, from, with.length);
    System.arraycopy(stream, to, all, from + with.length, stream.length - to);
    return all;
  }
}
