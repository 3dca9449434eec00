package org.jrsync.interop.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.zip.Deflater;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.WireOutput;

/** What a hostile client does, and what the daemon's log says of it. */
enum Attack {
  /** A greeting whose line never ends. */
  ENDLESS_LINE("no line of the protocol from localhost") {
    @Override
    void run(RsyncDaemon daemon) throws IOException {
      try (Attacker it = Attacker.connect(daemon.port())) {
        it.say("@RSYNCD: 31.0");
        until(MANY, () -> it.say("0".repeat(1_000)));
        it.end();
      }
    }
  },
  /** Arguments without an end. */
  ENDLESS_ARGUMENTS("too many daemon arguments") {
    @Override
    void run(RsyncDaemon daemon) throws IOException {
      try (Attacker it = Attacker.connect(daemon.port())) {
        it.say("@RSYNCD: 31.0\ndata\n--server\0--sender\0");
        until(MANY, () -> it.say("-v\0".repeat(300)));
        it.end();
      }
    }
  },
  /** A file list that never ends, a few bytes an entry. */
  ENDLESS_LIST("file list memory exceeds the limit of") {
    @Override
    void run(RsyncDaemon daemon) throws IOException {
      try (Attacker it = push(daemon, "-re.Lsf")) {
        it.reading();
        int[] n = {100_000_000};
        until(100_000_000, () -> sharing(it.out(), n[0]++));
        it.end();
      }
    }
  },
  /** Directories one in the other, deeper than names can go. */
  DEEP_FOLDERS("overflow in file list: name of 4097 bytes (limit 4095)") {
    @Override
    void run(RsyncDaemon daemon) throws IOException {
      try (Attacker it = push(daemon, "-re.Lsf")) {
        it.reading();
        StringBuilder path = new StringBuilder("d");
        until(
            10_000,
            () -> {
              entry(it.out(), FOLDER, path.toString());
              path.append("/d");
            });
        it.end();
      }
    }
  },
  /** An entry with more extended attributes than there is memory for, each announced as huge. */
  ENDLESS_ATTRIBUTES("xattr count out of range") {
    @Override
    void run(RsyncDaemon daemon) throws IOException {
      try (Attacker it = push(daemon, "-rXe.Lsf")) {
        it.reading();
        entry(it.out(), FILE, "f");
        it.out().writeVarint(0);
        it.out().writeVarint(Integer.MAX_VALUE);
        until(
            MANY,
            () -> {
              it.out().writeVarint(7);
              it.out().writeVarint(Integer.MAX_VALUE);
              it.out().write("user.x\0".getBytes(ISO_8859_1));
              it.out().write(new byte[16]);
            });
        it.end();
      }
    }
  },
  /** Filter rules without an end. */
  ENDLESS_RULES("memory for filter rules exceeds the limit of") {
    @Override
    void run(RsyncDaemon daemon) throws IOException {
      try (Attacker it = pull(daemon)) {
        it.reading();
        until(20_000_000, () -> rule(it.out(), "- " + "x".repeat(60)));
        it.end();
      }
    }
  },
  /** Patterns that names match almost, in more ways than can be tried one by one. */
  SLOW_PATTERNS("connection unexpectedly closed") {
    @Override
    void run(RsyncDaemon daemon) throws IOException {
      try (Attacker it = pull(daemon)) {
        it.reading();
        for (int i = 0; i < 100; i++) {
          rule(it.out(), "- " + "*a".repeat(100) + "b" + i);
          rule(it.out(), "- " + "**/".repeat(100) + "b" + i);
          rule(it.out(), "- " + "*[a-b]?".repeat(50) + "b" + i);
        }
        it.out().writeInt(0);
        it.end();
      }
    }
  },
  /** Frames without a byte in them. */
  EMPTY_FRAMES("connection unexpectedly closed") {
    @Override
    void run(RsyncDaemon daemon) throws IOException {
      try (Attacker it = pull(daemon)) {
        it.reading();
        it.out().writeInt(0);
        until(MANY, () -> it.out().message(MessageCode.NOOP, NOTHING));
        it.end();
      }
    }
  },
  /** Messages for the user and of deletions, which are no client's business to send. */
  TALK("more than 100 messages of the client") {
    @Override
    void run(RsyncDaemon daemon) throws IOException {
      try (Attacker it = pull(daemon)) {
        it.reading();
        it.out().writeInt(0);
        byte[] text = "nothing\n".getBytes(ISO_8859_1);
        until(MANY / 2, () -> it.out().message(MessageCode.INFO, text));
        until(MANY / 2, () -> it.out().message(MessageCode.DELETED, text));
        it.end();
      }
    }
  },
  /** A signature whose blocks all have the weak sum of the file's data, and no right strong sum. */
  EQUAL_WEAK_SUMS("connection unexpectedly closed") {
    @Override
    void run(RsyncDaemon daemon) throws IOException {
      try (Attacker it = pull(daemon)) {
        it.reading();
        it.out().writeInt(0);
        ask(it.out(), 20_000);
        for (int i = 0; i < 20_000; i++) {
          it.out().writeInt(0);
          it.out().writeLong(0x0101010101010101L * (i + 1));
        }
        it.end();
      }
    }
  },
  /** A signature of more blocks than there is memory for. */
  HUGE_SIGNATURE("Invalid checksum count") {
    @Override
    void run(RsyncDaemon daemon) throws IOException {
      try (Attacker it = pull(daemon)) {
        it.reading();
        it.out().writeInt(0);
        ask(it.out(), Integer.MAX_VALUE);
        until(MANY, () -> it.out().write(new byte[1_000]));
        it.end();
      }
    }
  },
  /** Asks for file after file, and takes nothing of what comes. */
  NEVER_READS("io timeout after ") {
    @Override
    void run(RsyncDaemon daemon) throws IOException {
      try (Attacker it = asking(daemon, "impatient")) {
        it.out().writeInt(0);
        for (int i = 0; i < 200; i++) {
          ask(it.out(), 0);
        }
        it.out().flush();
        // Nothing shows on this side that the daemon has given up.
        daemon.waitForLog(logged());
        it.end();
      }
    }
  },
  /** Packed data that becomes a thousand times as long. */
  PACKED_ZEROS("connection unexpectedly closed") {
    @Override
    void run(RsyncDaemon daemon) throws IOException {
      try (Attacker it = push(daemon, "-rze.Lsf")) {
        it.reading();
        entry(it.out(), FILE, "f");
        it.out().writeByte(0);
        it.out().writeNdx(0);
        it.out().writeShort(TRANSFER);
        for (int i = 0; i < 4; i++) {
          it.out().writeInt(0);
        }
        packedZeros(it.out(), 200 << 20);
        it.out().writeByte(0);
        it.out().write(new byte[16]);
        it.end();
      }
    }
  };

  private static final int MANY = 1_000_000;
  private static final byte[] NOTHING = {};
  private static final int FOLDER = 0040755;
  private static final int FILE = 0100644;
  private static final int TOP = 1;
  private static final int SAME_NAME = 1 << 5;
  private static final int LONG_NAME = 1 << 6;
  private static final int SAME_TIME = 1 << 7;
  private static final int TRANSFER = 1 << 15;
  private static final int PACKED = 0x40;
  private static final int LONGEST_PACKED = 16_383;
  private static final int BLOCK = 700;
  private static final int STRONG_SUM = 8;

  private final String logged;

  Attack(String logged) {
    this.logged = logged;
  }

  /** A part of the one line that the daemon logs of it. */
  String logged() {
    return logged;
  }

  /** Does it, until the daemon hangs up. */
  abstract void run(RsyncDaemon daemon) throws IOException;

  private static void until(int times, Runnable step) {
    try {
      for (int i = 0; i < times; i++) {
        step.run();
      }
    } catch (RsyncException e) {
      // The daemon has hung up, as it should.
    }
  }

  private static Attacker pull(RsyncDaemon daemon) throws IOException {
    return asking(daemon, "data");
  }

  private static Attacker asking(RsyncDaemon daemon, String module) throws IOException {
    return Attacker.asking(
        daemon.port(), module, "--server", "--sender", "-re.Lsf", ".", module + "/");
  }

  private static Attacker push(RsyncDaemon daemon, String options) throws IOException {
    return Attacker.asking(daemon.port(), "push", "--server", options, ".", "push/");
  }

  private static void rule(WireOutput out, String rule) {
    byte[] bytes = rule.getBytes(ISO_8859_1);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Asks for the first file after the top directory, of which so many blocks are here. */
  private static void ask(WireOutput out, int blocks) {
    out.writeNdx(1);
    out.writeShort(TRANSFER);
    out.writeInt(blocks);
    out.writeInt(BLOCK);
    out.writeInt(STRONG_SUM);
    out.writeInt(0);
  }

  private static void entry(WireOutput out, int mode, String name) {
    out.writeByte(LONG_NAME | (mode == FOLDER ? TOP : 0));
    byte[] bytes = name.getBytes(ISO_8859_1);
    out.writeVarint30(bytes.length);
    out.write(bytes);
    out.writeVarlong30(0, 3);
    out.writeVarlong(1_600_000_000, 4);
    out.writeInt(mode);
  }

  /** An empty file with the time of the entry before, and a name of its own. */
  private static void sharing(WireOutput out, int number) {
    byte[] name = Integer.toString(number, 36).getBytes(ISO_8859_1);
    out.writeByte(SAME_NAME | SAME_TIME);
    out.writeByte(0);
    out.writeByte(name.length);
    out.write(name);
    out.writeVarlong30(0, 3);
    out.writeInt(FILE);
  }

  /** As zlib's tokens are, without the four bytes that end what has been flushed. */
  private static void packedZeros(WireOutput out, int length) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(new byte[length]);
    byte[] packed = new byte[length / 500];
    int all = deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH) - 4;
    deflater.end();
    for (int at = 0; at < all; at += LONGEST_PACKED) {
      int count = Math.min(LONGEST_PACKED, all - at);
      out.writeByte(PACKED | count >> 8);
      out.writeByte(count & 0xff);
      out.write(packed, at, count);
    }
  }
}
