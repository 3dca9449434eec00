package org.jrsync.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.MessageListener;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.Role;
import org.jrsync.wire.WireInput;

/**
 * Multiplexed frames, and the integers and texts in them. The data that is read must be what a
 * second, simpler reader of frames finds.
 */
final class FramesTarget implements Target {
  private static final List<Role> ROLES = List.of(Role.values());
  private static final int OPERATIONS = 16;
  private static final int DATA = 7;
  private static final int MAX_TEXT = 5120;

  @Override
  public String name() {
    return "frames";
  }

  @Override
  public List<String> decoder() {
    return List.of("FrameInput.java", "WireInput.java", "MessageReader.java");
  }

  private static final class Hears implements MessageListener {
    private final boolean identities;

    Hears(boolean identities) {
      this.identities = identities;
    }

    @Override
    public void text(MessageCode code, byte[] text) {
      if (text.length >= MAX_TEXT) {
        throw new AssertionError("a text of " + text.length + " bytes");
      }
    }

    @Override
    public void ioError(int flags) {
      if ((flags & ~7) != 0) {
        throw new AssertionError("I/O error " + flags);
      }
    }

    @Override
    public void ioTimeout(int seconds) {
      if (seconds < 1 || seconds > 86_400) {
        throw new AssertionError("timeout " + seconds);
      }
    }

    @Override
    public boolean hearsIdentities() {
      return identities;
    }
  }

  @Override
  public void run(byte[] input) {
    Choices choices = new Choices(input);
    Role role = ROLES.get(choices.below(ROLES.size()));
    int kind = choices.number();
    int step = 1 << choices.below(16);
    int[] operations = new int[8];
    for (int i = 0; i < operations.length; i++) {
      operations[i] = choices.below(OPERATIONS);
    }
    byte[] stream = choices.rest();
    boolean frames = (kind & 1) != 0;
    WireInput in = BytesTransport.input(stream, 28 + (kind >> 4) % 6, step);
    in.setRole(role);
    ByteArrayOutputStream copied = new ByteArrayOutputStream();
    in.startCopy(copied::write);
    if (frames) {
      in.startMultiplexing(new Hears((kind & 4) != 0), (kind & 2) != 0);
      in.setIncrementalRecursion((kind & 8) != 0);
    }
    in.stopCounting();
    in.startCounting();
    try {
      for (int i = 0; ; i++) {
        operate(in, operations[i % operations.length]);
      }
    } finally {
      in.drainMessages(50);
      check(in, stream, copied.toByteArray());
      rest(in);
    }
  }

  /** What is done with a stream that is given up. */
  private static void rest(WireInput in) {
    if (in.role() == Role.SERVER) {
      try {
        in.suspendMultiplexing();
        in.resumeMultiplexing();
      } catch (ProtocolException e) {
        in.setIdleHook(null);
      }
    }
    in.discard(50);
  }

  private static void check(WireInput in, byte[] stream, byte[] copied) {
    if (in.bytesRead() > stream.length || copied.length > stream.length) {
      throw new AssertionError("more was read than there is");
    }
    if (in.isMultiplexing() && !isBeginning(copied, data(stream))) {
      throw new AssertionError("other data than in the frames");
    }
  }

  private static void operate(WireInput in, int operation) {
    switch (operation) {
      case 0 -> in.readByte();
      case 1 -> in.readShort();
      case 2 -> in.readInt();
      case 3 -> in.readLong();
      case 4 -> in.readVarint();
      case 5 -> in.readVarlong(3 + (int) (in.dataRead() & 1));
      case 6 -> in.readLongInt();
      case 7 -> in.readVarint30();
      case 8 -> in.readVarlong30(3);
      case 9 -> in.readIntBounded(-1, 1 << 20, "fuzzed");
      case 10 -> in.readVarintBounded(0, 1 << 20, "fuzzed");
      case 11 -> in.readBytes(in.readVarintSize(20_000, "fuzzed"));
      case 12 -> in.readVstring(4095, ExitCode.PROTOCOL);
      case 13 -> inRange(in.readNdx(), in);
      case 14 -> {
        in.skip(300);
        in.readFully(new byte[9000], 0, 9000);
      }
      default -> {
        in.checkOpen(Role.SENDER);
        in.readLine(1024);
        in.readArgument(1024, true);
        in.readArgument(1024, false);
        in.hasBuffered();
        if (in.readSome(new byte[1], 0, 1) != 1) {
          throw new AssertionError("nothing where something is");
        }
      }
    }
  }

  private static void inRange(int ndx, WireInput in) {
    if (in.protocol() >= 30 && ndx == Integer.MIN_VALUE) {
      throw new AssertionError("index " + ndx);
    }
  }

  private static boolean isBeginning(byte[] beginning, byte[] all) {
    return beginning.length <= all.length
        && Arrays.equals(beginning, Arrays.copyOf(all, beginning.length));
  }

  /** What all data frames hold, also those behind something that is refused. */
  private static byte[] data(byte[] stream) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (int at = 0; at + 4 <= stream.length; ) {
      int length =
          (stream[at] & 0xff) | (stream[at + 1] & 0xff) << 8 | (stream[at + 2] & 0xff) << 16;
      boolean isData = stream[at + 3] == DATA;
      at += 4;
      int here = Math.min(length, stream.length - at);
      if (isData) {
        data.write(stream, at, here);
      }
      at += here;
    }
    return data.toByteArray();
  }

  private static boolean refused(MessageCode code) {
    return code.code() > MessageCode.WARNING.code() && code.code() < MessageCode.IO_ERROR.code();
  }

  private static byte[] message(MessageCode code, int length) {
    return Seed.of(length, 0, 0, code.code() + DATA)
        .then(new byte[length])
        .then(1, 0, 0, DATA, 5)
        .bytes();
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (Recorded side : Recorded.all()) {
      if (!side.hasFrames()) {
        continue;
      }
      for (int role = 0; role < 6; role++) {
        seeds.add(
            Seed.of(role, 1 | (role & 1) << 1 | 5 << 4, 12, 2, 4, 5, 13, 11, 12, 0, 14)
                .then(side.frames())
                .bytes());
      }
    }
    for (int role = 0; role < 6; role++) {
      for (int kind = 0; kind < 6; kind++) {
        Seed seed = Seed.of(role, 1 | kind << 1 | kind << 4, kind + 2, 1, 2, 3, 6, 7, 8, 9, 10);
        for (MessageCode code : MessageCode.values()) {
          int length = code == MessageCode.BLOCK_STATS ? 8 : 4;
          Seed one = Seed.of(role, 1 | kind << 1 | kind << 4, 9, 0, 1, 0).then(0, 0, 0, 0, 0);
          for (int l : new int[] {0, length, 20}) {
            seeds.add(Seed.of().then(one.bytes()).then(message(code, l)).bytes());
          }
          seed.then(refused(code) ? new byte[0] : message(code, length));
          seed.then(3, 0, 0, DATA, 1, 0xc0, 9);
        }
        seed.then(0, 0, 0, 86 + DATA);
        seeds.add(seed.bytes());
        seeds.add(
            Seed.of(role, kind << 1 | kind << 4, 3, 15, 15, 4, 5, 13, 8, 13, 6)
                .then("a line\r\nan argument\0another\n")
                .hex("ff01fe8000000100fe0102ff05fe7f01c0010203e00102030405f0010203040506fc")
                .hex("ffffffff0000000001000000")
                .then(new byte[64])
                .bytes());
      }
    }
    seeds.add(Seed.of(2, 1, 15, 14).then(0x40, 0x9c, 0, DATA).then(new byte[40_000]).bytes());
    return seeds;
  }
}
