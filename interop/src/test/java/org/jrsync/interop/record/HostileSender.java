package org.jrsync.interop.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;

/** What a sender says after the beginning: the file list, files and the end. */
final class HostileSender {
  private static final int SAME_NAME = 1 << 5;
  private static final int LONG_NAME = 1 << 6;
  private static final int TOP = 1;
  private static final int EXTENDED = 1 << 2;
  private static final int HARD_LINKED = 1 << 9;
  private static final int USER_NAME = 1 << 10;
  private static final int GROUP_NAME = 1 << 11;
  private static final int FIRST_LINK = 1 << 12;
  private static final int NANOSECONDS = 1 << 13;

  private static final int FILE = 0100644;
  private static final int FOLDER = 0040755;
  private static final int SYMLINK = 0120777;
  private static final int DEVICE = 0020644;

  private static final int BASIS_TYPE = 1 << 11;
  private static final int XNAME = 1 << 12;
  private static final int LOCAL = 1 << 14;
  private static final int TRANSFER = 1 << 15;

  /** What it says that a file has which it names as the basis of another. */
  static final String GUESSED = "the secret of the neighbour";

  /** {@code FNAMECMP_FUZZY}: the basis is the file of that name beside the other. */
  private static final int BESIDE = 0x83;

  private static final byte[] CONTENT = SampleTree.HAND_MADE;

  /** MD4 of the seed 7 and the content, as it is without negotiation before protocol 30. */
  private static final String OLD_SUM = "071f8c6b4c135b02b938dce262cccff5";

  private final Hostile session;
  private final FieldWriter fields;
  private final boolean modern;
  private final boolean incremental;
  private final int first;

  HostileSender(Hostile session, FieldWriter fields) {
    this.session = session;
    this.fields = fields;
    this.modern = session.protocol() >= 30;
    this.incremental = session.incremental();
    this.first = incremental ? 1 : 0;
  }

  /** The file list. */
  void list() {
    firstPart();
    if (incremental) {
      fields.index("file list part: directory", -102);
      entry("entry: ", 0, "sub/e", FILE);
      end();
      fields.index("file list parts: end", -2);
    }
  }

  /** A file that was asked for, and all that follows. */
  void files() {
    transfers();
    goodbye();
  }

  private boolean hardLinks() {
    return session.compression().isEmpty();
  }

  private void firstPart() {
    entry("folder: ", TOP, ".", FOLDER);
    entry("entry: ", hardLinks() ? HARD_LINKED | FIRST_LINK : 0, "a", FILE);
    if (hardLinks()) {
      entry("entry: ", HARD_LINKED, "b", FILE);
    }
    entry("entry: ", 0, "c", SYMLINK);
    entry("entry: ", 0, "d", DEVICE);
    entry("folder: ", 0, "sub", FOLDER);
    end();
  }

  private void flags(String at, int all) {
    if (modern) {
      fields.varint(at + "flags", all);
    } else {
      fields.twoBytes(at + "flags", all | EXTENDED);
    }
  }

  private void end() {
    if (modern) {
      fields.varint("file list: end", 0);
      fields.varint("file list: I/O error", 0);
    } else {
      fields.oneByte("file list: end", 0);
    }
    if (incremental) {
      return;
    }
    ids("user");
    ids("group");
    if (!modern) {
      fields.fourBytes("file list: I/O error", 0);
    }
  }

  private void ids(String kind) {
    fields.varint30("id list: " + kind + " id", 54_321);
    fields.oneByte("id list: " + kind + " name length", 4);
    fields.text("none");
    fields.varint30("id list: " + kind + " end", 0);
    if (modern) {
      fields.oneByte("id list: " + kind + " 0 name length", 4);
      fields.text("root");
    }
  }

  private void entry(String at, int more, String name, int mode) {
    boolean shares = name.equals("c");
    boolean names = incremental && mode == FOLDER;
    int flags = more | LONG_NAME | (shares ? SAME_NAME : 0);
    flags |= names ? USER_NAME | GROUP_NAME : 0;
    flags |= session.protocol() >= 31 && mode == FILE ? NANOSECONDS : 0;
    flags(at, modern ? flags : flags & ~FIRST_LINK);
    if (shares) {
      fields.oneByte(at + "shared name length", 0);
    }
    // A name in a later part of the list stands for itself.
    byte[] path = fields.name(name.equals("sub/e") ? "part entry: name" : at + "name", name);
    fields.varint30(at + "name length", path.length);
    fields.out().write(path);
    boolean link = modern && (more & (HARD_LINKED | FIRST_LINK)) == HARD_LINKED;
    if (link) {
      fields.varint(at + "hard link", first + 1);
      return;
    }
    fields.varlong30(at + "file length", mode == FILE ? CONTENT.length : 0, 3);
    if (modern) {
      fields.varlong30(at + "time", 1_100_000_000, 4);
    } else {
      fields.fourBytes(at + "time", 1_100_000_000);
    }
    if ((flags & NANOSECONDS) != 0) {
      fields.varint(at + "nanoseconds", 5);
    }
    fields.fourBytes(at + "mode", mode);
    id(at, "user", names);
    id(at, "group", names);
    if (mode == DEVICE) {
      fields.varint30(at + "device major", 1);
      fields.varint30(at + "device minor", 3);
    }
    if (mode == SYMLINK) {
      byte[] target = fields.name(at + "link target", "a");
      fields.varint30(at + "link target length", target.length);
      fields.out().write(target);
    }
    if (!modern && (more & HARD_LINKED) != 0) {
      fields.longInt(at + "hard link device", 1);
      fields.longInt(at + "hard link inode", 77);
    }
  }

  private void id(String at, String kind, boolean named) {
    fields.varint30(at + kind + " id", 0);
    if (named) {
      fields.oneByte(at + kind + " name length", 4);
      fields.text("root");
    }
  }

  private void transfers() {
    item("local item: ", first + (hardLinks() ? 2 : 1), LOCAL | XNAME | BASIS_TYPE);
    if (fields.changes("file: name")) {
      guess();
      return;
    }
    item("file: ", first + 1, TRANSFER);
    fields.fourBytes("file: block count", 0);
    fields.fourBytes("file: block length", 0);
    fields.fourBytes("file: strong sum length", 0);
    fields.fourBytes("file: remainder", 0);
    tokens();
    fields.out().write(modern ? sum(CONTENT) : HexFormat.of().parseHex(OLD_SUM));
  }

  /** A file whose only block is the first of another, and which is whole if the guess was right. */
  private void guess() {
    item("file: ", first + 1, TRANSFER | BASIS_TYPE | XNAME);
    for (int number : new int[] {1, 700, 2, GUESSED.length(), -1, 0}) {
      fields.out().writeInt(number);
    }
    fields.out().write(sum(GUESSED.getBytes(ISO_8859_1)));
  }

  /**
   * A file list with a link and a file below it, and the file.
   *
   * @param link whether the link is there, and not only a folder of its name
   * @param folder whether there is a folder of its name
   */
  void planted(boolean link, boolean folder, boolean whole) {
    int count = 1;
    entry("folder: ", TOP, ".", FOLDER);
    if (link) {
      entry("entry: ", 0, "way", SYMLINK);
      count++;
    }
    if (folder) {
      entry("entry: ", 0, "way", FOLDER);
      count++;
    }
    if (incremental) {
      end();
      fields.index("file list part: directory", -102);
      entry("entry: ", 0, "way/file", FILE);
      end();
      fields.index("file list parts: end", -2);
      count++;
    } else {
      entry("entry: ", 0, "way/file", FILE);
      end();
    }
    fields.out().flush();
    if (whole) {
      content(first + count);
      goodbye();
    }
  }

  private void content(int index) {
    item("file: ", index, TRANSFER);
    for (int number : new int[] {0, 0, 0, 0, CONTENT.length}) {
      fields.out().writeInt(number);
    }
    fields.out().write(CONTENT);
    fields.out().writeInt(0);
    fields.out().write(sum(CONTENT));
  }

  private void item(String at, int index, int flags) {
    fields.index(at + "index", index);
    fields.twoBytes(at + "item flags", flags);
    if ((flags & BASIS_TYPE) != 0) {
      fields.oneByte(at + "basis type", at.equals("file: ") ? BESIDE : 0x80);
    }
    if ((flags & XNAME) != 0) {
      fields.vstring(at + "name length", fields.name(at + "name", "a"));
    }
  }

  private void tokens() {
    switch (session.compression()) {
      case "" -> {
        fields.fourBytes("file: token", CONTENT.length);
        fields.out().write(CONTENT);
        fields.fourBytes("file: last token", 0);
      }
      case "zstd" -> packed(zstd());
      case "lz4" -> packed(lz4());
      default -> packed(deflated());
    }
  }

  private void packed(byte[] data) {
    // A block number that is wrong in any case, where a test asks for one.
    long block = fields.pick("file: token block", -1);
    if (block != -1) {
      fields.out().writeByte(0x20);
      fields.out().writeInt((int) block);
    }
    long run = fields.pick("file: token run", -1);
    if (run != -1) {
      fields.out().writeByte(0x21);
      fields.out().writeInt(0);
      fields.out().writeShort((int) run);
    }
    int length = (int) fields.pick("file: packed length", data.length);
    fields.out().writeByte(0x40 | length >> 8);
    fields.out().writeByte(length & 0xff);
    fields.out().write(data);
    fields.oneByte("file: last token", 0);
  }

  private static byte[] zstd() {
    // A frame without sizes (window of 1 KiB), and a raw block that is not the last.
    byte[] head = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0, (byte) (CONTENT.length << 3), 0, 0};
    return joined(head, CONTENT);
  }

  private static byte[] lz4() {
    return joined(new byte[] {(byte) (CONTENT.length << 4)}, CONTENT);
  }

  private static byte[] deflated() {
    Deflater deflater = new Deflater(6, true);
    deflater.setInput(CONTENT);
    byte[] buffer = new byte[100];
    int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(buffer, length - 4);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static byte[] sum(byte[] content) {
    try {
      return MessageDigest.getInstance("MD5").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private void goodbye() {
    int phases = incremental ? 4 : 3;
    for (int i = 0; i < phases; i++) {
      fields.index("end of phase " + (i + 1), -1);
    }
    if (!session.reader().server()) {
      for (String statistic : new String[] {"read", "written", "size"}) {
        fields.varlong30("statistics: " + statistic, 100, 3);
      }
      fields.varlong30("statistics: list build time", 1, 3);
      fields.varlong30("statistics: list transfer time", 1, 3);
      if (session.protocol() >= 31) {
        Deletions.write(fields);
      }
    }
    if (session.protocol() >= 31) {
      fields.index("goodbye", -1);
    }
  }
}
