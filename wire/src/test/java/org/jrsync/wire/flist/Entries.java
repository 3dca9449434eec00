package org.jrsync.wire.flist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;

/** Entries, and streams to send them through, for the tests of this package. */
final class Entries {

  private Entries() {}

  static WireInput input(byte[] bytes, int protocol) {
    WireInput in =
        new WireInput(
            StreamTransport.of(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream()));
    in.setProtocol(protocol);
    return in;
  }

  static byte[] output(int protocol, Consumer<WireOutput> writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    WireOutput out =
        new WireOutput(StreamTransport.of(new ByteArrayInputStream(new byte[0]), bytes));
    out.setProtocol(protocol);
    writer.accept(out);
    out.flush();
    return bytes.toByteArray();
  }

  static byte[] name(String text) {
    return text.getBytes(ISO_8859_1);
  }

  static FileEntry entry(String path, int mode) {
    FileEntry entry = new FileEntry();
    entry.setPath(name(path));
    entry.mode = mode;
    return entry;
  }

  static FileListFormat.Builder everything(int protocol) {
    return FileListFormat.protocol(protocol)
        .varintFlags(protocol >= 31)
        .idZeroNames(protocol >= 31)
        .users(true)
        .groups(true)
        .links(true)
        .devices(true)
        .specials(true)
        .hardLinks(true)
        .recursive(true)
        .accessTimes(true)
        .checksumLength(16);
  }

  /** Paths without repetition, with every awkward byte and length. */
  static List<String> paths(Random random, int count) {
    TreeSet<String> paths = new TreeSet<>();
    List<String> result = new ArrayList<>();
    while (result.size() < count) {
      StringBuilder path = new StringBuilder();
      int depth = 1 + random.nextInt(4);
      for (int i = 0; i < depth; i++) {
        int length = random.nextInt(20) == 0 ? 200 + random.nextInt(56) : 1 + random.nextInt(3);
        if (i > 0) {
          path.append('/');
        }
        for (int j = 0; j < length; j++) {
          char c =
              (char) (random.nextInt(3) == 0 ? 1 + random.nextInt(255) : 'a' + random.nextInt(3));
          path.append(c == '/' || c == '.' ? 'x' : c);
        }
      }
      if (paths.add(path.toString())) {
        result.add(path.toString());
      }
    }
    return result;
  }

  static void randomAttributes(FileEntry entry, Random random, int protocol) {
    int[] types = {
      WireMode.REGULAR,
      WireMode.REGULAR,
      WireMode.REGULAR,
      WireMode.DIRECTORY,
      WireMode.SYMLINK,
      WireMode.CHAR_DEVICE,
      WireMode.BLOCK_DEVICE,
      WireMode.FIFO,
      WireMode.SOCKET
    };
    entry.mode =
        types[random.nextInt(types.length)]
            | (random.nextBoolean() ? 0644 : random.nextInt(010000));
    long now = 1_700_000_000L;
    boolean wide = protocol >= 30;
    entry.mtime =
        switch (random.nextInt(6)) {
          case 0 -> 0;
          case 1 -> wide ? -random.nextLong(1L << 40) : 1;
          case 2 -> wide ? random.nextLong(1L << 40) : 0xFFFF_FFFFL;
          default -> now + random.nextInt(2);
        };
    if (protocol >= 31 && random.nextBoolean()) {
      entry.mtimeNanos = random.nextInt(1_000_000_000);
    }
    entry.atime = entry.isDirectory() ? 0 : random.nextInt(3) * 1_000_000_007L - 5;
    entry.uid = random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(3);
    entry.gid = random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(3);
    if (entry.isRegular()) {
      entry.size = random.nextInt(4) == 0 ? random.nextLong(Long.MAX_VALUE) : random.nextInt(10000);
      random.nextBytes(entry.checksum);
    } else if (entry.isDirectory()) {
      entry.size = 4096;
      entry.flags |= EntryFlags.CONTENT_DIR;
    } else if (entry.isSymlink()) {
      byte[] target = name("to/" + "t".repeat(random.nextInt(300)));
      entry.setLink(target, 0, target.length);
      entry.size = target.length;
    } else if (entry.isDevice()) {
      entry.rdevMajor = random.nextInt(4) == 0 ? random.nextInt(4096) : 8;
      entry.rdevMinor = random.nextInt(4) == 0 ? random.nextInt(1 << 20) : random.nextInt(256);
    }
  }
}
