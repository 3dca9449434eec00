package org.jrsync.wire.compress;

import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.WireInput;

/** Tokens packed by lz4: what {@link Lz4TokenWriter} writes. */
final class Lz4TokenReader implements TokenReader {
  /** What one piece may yield: lz4's bound for 32 KiB, which is rsync's limit. */
  private static final int OUTPUT = Lz4Packer.maxLength(32 * 1024);

  private final WireInput in;
  private final RunReader runs;
  private final PackedData data;
  private final Lz4Unpacker unpacker = new Lz4Unpacker();
  private final byte[] output = new byte[OUTPUT];
  private int from;
  private int to;

  Lz4TokenReader(WireInput in) {
    this.in = in;
    this.runs = new RunReader(in);
    this.data = new PackedData(in);
  }

  @Override
  public int next() {
    if (from < to) {
      throw new IllegalStateException((to - from) + " literal bytes not read");
    }
    if (runs.running()) {
      return runs.nextOfRun();
    }
    while (true) {
      int flag = in.readByte();
      if (PackedData.announcedBy(flag)) {
        from = 0;
        to = unpack(data.read(flag));
        if (to > 0) {
          return to;
        }
        continue;
      }
      if (flag == RunWriter.END) {
        runs.reset();
        return END;
      }
      return runs.start(flag);
    }
  }

  private int unpack(int length) {
    int n = unpacker.unpack(data.bytes(), length, output);
    if (n < 0) {
      throw ProtocolException.stream("uncompress failed: " + n);
    }
    return n;
  }

  @Override
  public int literal(byte[] target, int offset, int max) {
    int n = Math.min(max, to - from);
    System.arraycopy(output, from, target, offset, n);
    from += n;
    return n;
  }
}
