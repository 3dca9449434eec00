package org.jrsync.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.compress.CompressionType;
import org.jrsync.wire.compress.TokenCodec;
import org.jrsync.wire.compress.TokenReader;
import org.jrsync.wire.compress.TokenWriter;
import org.jspecify.annotations.Nullable;

/**
 * The token stream of one codec, in two ways: any bytes; and a file that the input describes, which
 * is packed, and must come back as it was unless bytes of it are changed in between.
 */
final class TokensTarget implements Target {
  private static final int PIECE = 700;

  /**
   * A decoder that makes more of an input is stopped: files are of any length. It is twice what the
   * histories of zlib and LZ4 hold.
   */
  private static final long MOST_LITERAL = 2 * 65_536;

  private static final int MOST_TOKENS = 500;

  /** Of the kinds of an input, one in so many is a file to be packed, which takes the longest. */
  private static final int KINDS = 8;

  private static final byte[][] BLOCKS = blocks();

  /** Files that are packed here have no further step from this length on. */
  private static final int MOST_PACKED = 20_000;

  /** What a step adds, but for some that add much more than is packed as one piece. */
  private static final int SHORT = 0x3ff;

  private static final int LONG_STEP = 0xfc;

  private final CompressionType type;
  private final List<String> decoder;

  TokensTarget(CompressionType type, String... decoder) {
    this.type = type;
    this.decoder = List.of(decoder);
  }

  @Override
  public String name() {
    return "tokens-"
        + (type == CompressionType.NONE ? "plain" : type.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public List<String> decoder() {
    return decoder;
  }

  /** What block references mean: the same for both sides. */
  private static byte[] block(int index) {
    return BLOCKS[index & 0xff];
  }

  private static byte[][] blocks() {
    byte[][] blocks = new byte[256][PIECE];
    for (int i = 0; i < blocks.length; i++) {
      Arrays.fill(blocks[i], (byte) i);
      blocks[i][0] = (byte) (i >> 4);
    }
    return blocks;
  }

  @Override
  public void run(byte[] input) {
    Choices choices = new Choices(input);
    int kind = choices.number();
    int protocol = (kind / KINDS & 1) == 0 ? 31 : 30;
    if (kind % KINDS != 1) {
      int step = 1 << choices.below(16);
      read(choices.rest(), protocol, step, null);
      return;
    }
    int at = choices.bits();
    int change = choices.number();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    byte[] packed = pack(choices, protocol, file);
    if (change != 0 && packed.length > 0) {
      packed[at % packed.length] ^= (byte) change;
    }
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    read(packed, protocol, 8192, got);
    if (change == 0 && !Arrays.equals(file.toByteArray(), got.toByteArray())) {
      throw new AssertionError("not the file that was packed");
    }
  }

  /** Packs a file that the input describes, step by step. */
  private byte[] pack(Choices choices, int protocol, ByteArrayOutputStream file) {
    BytesTransport sink = new BytesTransport(new byte[0], 1);
    WireOutput out = sink.output(protocol);
    try (TokenWriter writer = TokenCodec.writer(type, CompressionType.LEVEL_UNSET, 0, out)) {
      int index = 0;
      for (int steps = 0; choices.more() && file.size() < MOST_PACKED && steps < 64; steps++) {
        int step = choices.number();
        switch (step & 3) {
          case 0 -> literal(writer, file, choices.take(choices.number()));
          case 1 -> {
            byte[] noise = new byte[length(step, choices)];
            new Random(step).nextBytes(noise);
            literal(writer, file, noise);
          }
          case 2 -> literal(writer, file, new byte[length(step, choices)]);
          default -> {
            index = (step & 4) == 0 ? index + 1 : choices.bits();
            int run = 1 + (step >> 3);
            for (int i = 0; i < run; i++, index++) {
              byte[] block = block(index);
              writer.match(index, block, 0, block.length);
              file.writeBytes(block);
            }
          }
        }
      }
      writer.end();
    }
    out.flush();
    return sink.heard();
  }

  private static int length(int step, Choices choices) {
    int bits = choices.bits();
    return 1 + (step >= LONG_STEP ? bits : bits & SHORT);
  }

  private static void literal(TokenWriter writer, ByteArrayOutputStream file, byte[] bytes) {
    if (bytes.length > 0) {
      writer.literal(bytes, 0, bytes.length);
      file.writeBytes(bytes);
    }
  }

  /** Reads files until one is refused or the stream ends, and keeps the first. */
  private void read(byte[] stream, int protocol, int step, @Nullable ByteArrayOutputStream first) {
    WireInput in = BytesTransport.input(stream, protocol, step);
    byte[] piece = new byte[PIECE];
    long literal = 0;
    try (TokenReader reader = TokenCodec.reader(type, in)) {
      boolean keep = first != null;
      for (int tokens = 0; tokens < MOST_TOKENS && literal < MOST_LITERAL; tokens++) {
        int token = reader.next();
        if (token == TokenReader.END) {
          if (in.dataRead() == stream.length) {
            return;
          }
          keep = false;
        } else if (token > 0) {
          literal += literal(reader, token, piece, keep ? first : null);
        } else {
          int index = -token - 1;
          if (index < 0) {
            throw new AssertionError("token " + token);
          }
          byte[] block = block(index);
          if (reader.needsMatchedData()) {
            reader.matched(block, 0, block.length);
          }
          if (keep && first != null) {
            first.writeBytes(block);
          }
        }
      }
    }
  }

  private static long literal(
      TokenReader reader, int token, byte[] piece, @Nullable ByteArrayOutputStream kept) {
    long read = 0;
    while (read < MOST_LITERAL) {
      int n = reader.literal(piece, 0, piece.length);
      if (n == 0) {
        if (read != token) {
          throw new AssertionError("a literal of " + read + " bytes announced as " + token);
        }
        return read;
      }
      read += n;
      if (kept != null) {
        kept.write(piece, 0, n);
      }
    }
    return read;
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    byte[][] files = {
      Seed.of(0, 9).then("some text").then(3, 3, 0x1b, 0, 4).then("more").bytes(),
      Seed.of(1, 0xff, 0xff, 2, 0xff, 0xff, 1, 0xff, 0xff, 7, 0x10, 0x27, 3, 3).bytes(),
      Seed.of(0xfd, 0xff, 0x7f, 2, 0xff, 0xff, 7, 0x10, 0x27, 3, 3).bytes(),
      Seed.of(0xfe, 0xff, 0xff, 0xff, 7, 0xff, 0xff, 0xff, 1, 0, 0x80, 0xfb, 0).bytes(),
      Seed.of(7, 63, 0, 7, 200, 0, 0xff, 1, 0, 3, 3, 2, 9, 0).bytes()
    };
    for (byte[] file : files) {
      for (int protocol : new int[] {31, 30}) {
        int kind = protocol == 31 ? 0 : KINDS;
        seeds.add(Seed.of(kind + 1, 0, 0, 0).then(file).bytes());
        seeds.add(Seed.of(kind + 1, 7, 0, 0x10).then(file).bytes());
        byte[] packed = pack(new Choices(file), protocol, new ByteArrayOutputStream());
        if (packed.length < 4000) {
          seeds.add(Seed.of(kind, 15).then(packed).then(packed).bytes());
        }
      }
    }
    seeds.add(Seed.of(0, 2, 0x20, 0xfe, 0xff, 0xff, 0x7f, 0).bytes());
    seeds.add(Seed.of(0, 2, 0x21, 0, 0, 0, 0x10, 0xff, 0xff, 0).bytes());
    return seeds;
  }

  /** Literals and blocks are kept here, of up to so many tokens. */
  @Override
  public long allocation(int inputLength) {
    return 32L << 20;
  }
}
