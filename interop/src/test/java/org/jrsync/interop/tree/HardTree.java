package org.jrsync.interop.tree;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Makes the hard tree: every kind of entry, name, mode, owner and time that has ever made a copy go
 * wrong. The same {@link Spec} gives the same tree.
 */
public final class HardTree {
  private static final int LONG_NAME = 255;
  private static final String DEEP = "deep";

  private final Disk disk;
  private final Spec spec;
  private final RandomGenerator random;
  private final List<Name> folders = new ArrayList<>();

  /**
   * What to make.
   *
   * @param seed of names, content and times
   * @param privileged whether to make devices and entries of other owners; only root can
   * @param times the range of modification times
   * @param nanos whether modification times have a part below one second
   * @param wide entries in the one folder that has many
   * @param depth of the folder chain
   * @param longPath the length in bytes of the longest path, relative to the tree
   */
  public record Spec(
      long seed,
      boolean privileged,
      Times times,
      boolean nanos,
      int wide,
      int depth,
      int longPath) {

    /** The full tree, as large as the protocol's newest version carries it. */
    public static Spec full(boolean privileged) {
      return new Spec(20251122, privileged, Times.WIDE, true, 5000, 60, 3900);
    }

    /** A small tree with one of each kind, for tests that run many sessions. */
    public static Spec small(boolean privileged) {
      return new Spec(7, privileged, Times.WIDE, true, 40, 8, 600);
    }

    /** The same tree with only what a version of the protocol can carry. */
    public Spec forProtocol(int version) {
      return new Spec(
          seed,
          privileged,
          version < 30 ? Times.UNSIGNED_32 : times,
          nanos && version >= 31,
          wide,
          depth,
          longPath);
    }
  }

  /** Which modification times occur. */
  public enum Times {
    /** Before 1970 and past 2106, as far as ext4 holds them. */
    WIDE,
    /** What fits into 32 bits without a sign: protocol 29's range. */
    UNSIGNED_32;

    private long[] edges() {
      return switch (this) {
        case WIDE ->
            new long[] {
              -2_147_483_648L,
              -1,
              0,
              1,
              2_147_483_647L,
              2_147_483_648L,
              4_294_967_295L,
              4_294_967_296L,
              13_000_000_000L
            };
        case UNSIGNED_32 -> new long[] {0, 1, 2_147_483_647L, 2_147_483_648L, 4_294_967_295L};
      };
    }
  }

  private HardTree(Disk disk, Spec spec) {
    this.disk = disk;
    this.spec = spec;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(spec.seed());
  }

  /** Fills an empty folder. */
  public static void create(Disk disk, Spec spec) {
    HardTree tree = new HardTree(disk, spec);
    tree.contents(tree.folder(Name.of("content")));
    tree.names(tree.folder(Name.of("names")));
    tree.wide(tree.folder(Name.of("wide")));
    tree.deep(Name.of(DEEP));
    tree.longPath();
    tree.sparse(tree.folder(Name.of("sparse")));
    tree.hardLinks(tree.folder(Name.of("links")));
    tree.symlinks(tree.folder(Name.of("symlinks")));
    tree.specials(tree.folder(Name.of("specials")));
    tree.modes(tree.folder(Name.of("modes")));
    tree.times(tree.folder(Name.of("times")));
    if (spec.privileged()) {
      tree.owners(tree.folder(Name.of("owners")));
    }
    tree.folderTimes();
  }

  /** Files of the sizes around block and buffer boundaries, and two large enough for a delta. */
  private void contents(Name in) {
    for (int size :
        new int[] {
          0, 1, 2, 31, 32, 33, 699, 700, 701, 1399, 1400, 4095, 4096, 4097, 32767, 32768, 32769,
          65_536, 131_072, 131_073
        }) {
      put(in.child("size-" + size), 0644, bytes(size));
    }
    put(in.child("delta-random"), 0644, bytes(1_500_000));
    byte[] repeating = new byte[600_000];
    byte[] unit = bytes(700);
    for (int i = 0; i < repeating.length; i++) {
      repeating[i] = unit[i % unit.length];
    }
    put(in.child("delta-repeating"), 0644, repeating);
    byte[] text = new byte[300_000];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) (i % 61 == 60 ? '\n' : 'a' + (i / 7) % 26);
    }
    put(in.child("delta-text"), 0644, text);
    put(in.child("delta-zeros"), 0644, new byte[200_000]);
    Name sub = folder(in.child("empty-folders"));
    for (int i = 0; i < 4; i++) {
      folder(sub.child("empty-" + i));
    }
  }

  /** Names with every byte that a file name can hold, and those that look like something else. */
  private void names(Name in) {
    for (int b = 1; b < 256; b++) {
      if (b != '/' && b != '.') {
        put(in.child(Name.of(new byte[] {(byte) b})), 0644, new byte[] {(byte) b});
      }
    }
    List<byte[]> odd = new ArrayList<>();
    for (String text :
        List.of(
            "...",
            "..a",
            "-",
            "--delete",
            "-e",
            " leading",
            "trailing ",
            "new\nline",
            "\n",
            "cr\rlf\r\n",
            "tab\there",
            "back\\slash",
            "\\#012",
            "\\n",
            "quote\"d",
            "'single'",
            "semi;colon",
            "$(touch x)",
            "`id`",
            "a*b?c[d]",
            "[",
            "]",
            "{a,b}",
            "~",
            "~user",
            "host:file",
            "a::b",
            "rsync:",
            "%s%n",
            "#hash#",
            ".hidden",
            ".name.AbCdEf",
            "x~",
            "name ",
            "\u00e9 composed",
            "e\u0301 decomposed",
            "\u65e5\u672c",
            "\ud83d\ude00",
            "con",
            "\u202e reversed")) {
      odd.add(text.getBytes(StandardCharsets.UTF_8));
    }
    odd.add(new byte[] {'l', 'a', 't', 'i', 'n', (byte) 0xe9});
    odd.add(new byte[] {(byte) 0xff, (byte) 0xfe});
    odd.add(new byte[] {(byte) 0xc0, (byte) 0xaf});
    odd.add(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80});
    odd.add(new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80});
    for (byte[] name : odd) {
      put(in.child(Name.of(name)), 0644, name);
    }
    for (char filler : new char[] {'a', '\n', '\u00ff'}) {
      byte[] longest = new byte[LONG_NAME];
      Arrays.fill(longest, (byte) filler);
      put(in.child(Name.of(longest)), 0644, bytes(10));
      longest[LONG_NAME - 1] = 'z';
      put(in.child(Name.of(longest)), 0644, bytes(11));
      longest[LONG_NAME - 1] = 'd';
      put(folder(in.child(Name.of(longest))).child("inside"), 0644, bytes(3));
    }
    // Names that share a beginning, and folders among files, for the order in which lists are
    // sorted.
    for (String text : List.of("sort", "sort-", "sort.", "sort.d", "sort0", "sorta", "sort~")) {
      put(in.child(text + ".f"), 0644, bytes(4));
      put(folder(in.child(text)).child("x"), 0644, bytes(5));
    }
  }

  private void wide(Name in) {
    byte[] nothing = {};
    for (int i = 0; i < spec.wide(); i++) {
      Name name = in.child("entry-" + Integer.toString(i * 7919, 36) + "-" + i);
      if (i % 10 == 0) {
        disk.symlink(Name.of("entry-" + i).bytes(), name);
        stamp(name);
      } else if (i % 97 == 1) {
        folder(name);
      } else {
        put(name, 0644, i % 5 == 1 ? bytes(i % 60) : nothing);
      }
    }
  }

  private void deep(Name from) {
    Name at = from;
    for (int level = 0; level < spec.depth(); level++) {
      folder(at);
      if (level % 7 == 0) {
        put(at.child("file-" + level), 0644, bytes(level + 1));
      }
      at = at.child("d" + level);
    }
    put(at.parent().child("bottom"), 0600, bytes(77));
  }

  private void longPath() {
    Name at = Name.of("long");
    folder(at);
    while (at.length() + 1 < spec.longPath() - LONG_NAME) {
      byte[] name = new byte[200];
      Arrays.fill(name, (byte) ('A' + at.length() % 26));
      at = folder(at.child(Name.of(name)));
    }
    int rest = spec.longPath() - at.length() - 1;
    if (rest > 0) {
      byte[] last = new byte[Math.min(rest, LONG_NAME)];
      Arrays.fill(last, (byte) 'z');
      put(at.child(Name.of(last)), 0644, bytes(99));
    }
  }

  private void sparse(Name in) {
    byte[] block = bytes(4096);
    Name holes = in.child("holes");
    disk.file(holes, 0644, block);
    disk.write(holes, 1_048_576, block);
    disk.truncate(holes, 2_097_152);
    stamp(holes);
    Name onlyHole = in.child("only-hole");
    disk.file(onlyHole, 0644, new byte[0]);
    disk.truncate(onlyHole, 1_000_003);
    stamp(onlyHole);
    Name ending = in.child("data-at-end");
    disk.write(ending, 524_289, block);
    disk.mode(ending, 0644);
    stamp(ending);
    put(in.child("empty"), 0644, new byte[0]);
  }

  /** Groups of hard links across folders, among them of symlinks, FIFOs and devices. */
  private void hardLinks(Name in) {
    List<Name> places = new ArrayList<>(List.of(in));
    for (int i = 0; i < 4; i++) {
      places.add(folder(in.child("folder-" + i)));
    }
    places.add(folder(in.child("folder-0").child("below")));
    for (int group = 0; group < 12; group++) {
      Name first = in.child("group-" + group);
      put(first, 0640, bytes(group * 37));
      for (int member = 0; member <= group % 5; member++) {
        Name other =
            places.get((group + member) % places.size()).child("link-" + group + "-" + member);
        disk.hardLink(first, other);
      }
    }
    Name zero = in.child("empty-group");
    put(zero, 0600, new byte[0]);
    disk.hardLink(zero, places.get(2).child("empty-group"));
    Name symlink = in.child("symlink-group");
    disk.symlink(Name.of("group-0").bytes(), symlink);
    disk.hardLink(symlink, places.get(1).child("symlink-group"));
    stamp(symlink);
    Name fifo = in.child("fifo-group");
    disk.node(fifo, Stat.FIFO | 0600, 0, 0);
    disk.hardLink(fifo, places.get(3).child("fifo-group"));
    stamp(fifo);
    if (spec.privileged()) {
      Name device = in.child("device-group");
      disk.node(device, Stat.CHARACTER | 0600, 1, 7);
      disk.hardLink(device, places.get(4).child("device-group"));
      stamp(device);
    }
  }

  private void symlinks(Name in) {
    byte[] longest = new byte[3000];
    Arrays.fill(longest, (byte) 't');
    byte[][] targets = {
      Name.of("../content/size-1").bytes(),
      Name.of("/etc/passwd").bytes(),
      Name.of("nowhere").bytes(),
      Name.of("../content").bytes(),
      Name.of("../content/").bytes(),
      Name.of("self").bytes(),
      Name.of(".").bytes(),
      Name.of("..").bytes(),
      Name.of("/").bytes(),
      Name.of("../../../../../../etc/passwd").bytes(),
      Name.of("loop-b").bytes(),
      Name.of("loop-a").bytes(),
      Name.of(" ").bytes(),
      Name.of("a\nb").bytes(),
      {(byte) 0xff, '/', (byte) 0xe9},
      longest,
      Name.of("//double//slash").bytes(),
      Name.of("-rf").bytes(),
    };
    for (int i = 0; i < targets.length; i++) {
      Name link = in.child(i == 5 ? "self" : i == 10 ? "loop-a" : i == 11 ? "loop-b" : "link-" + i);
      disk.symlink(targets[i], link);
      stamp(link);
    }
  }

  private void specials(Name in) {
    for (int mode : new int[] {0600, 0666, 0000, 0755}) {
      Name fifo = in.child("fifo-" + Integer.toOctalString(mode));
      disk.node(fifo, Stat.FIFO | mode, 0, 0);
      stamp(fifo);
    }
    Name socket = in.child("socket");
    disk.node(socket, Stat.SOCKET | 0755, 0, 0);
    stamp(socket);
    if (spec.privileged()) {
      int[][] numbers = {
        {1, 3},
        {1, 3},
        {0, 0},
        {1, 5},
        {7, 0},
        {7, 255},
        {7, 256},
        {259, 0},
        {259, 65_536},
        {4095, 1_048_575}
      };
      for (int i = 0; i < numbers.length; i++) {
        for (int type : new int[] {Stat.CHARACTER, Stat.BLOCK}) {
          Name device = in.child((type == Stat.BLOCK ? "block-" : "char-") + i);
          disk.node(device, type | (i % 2 == 0 ? 0600 : 0666), numbers[i][0], numbers[i][1]);
          stamp(device);
        }
      }
    }
  }

  private void modes(Name in) {
    for (int mode :
        new int[] {
          0400, 0444, 0600, 0640, 0666, 0700, 0711, 0755, 0777, 01644, 02644, 02755, 04644, 04755,
          06755, 07777
        }) {
      put(in.child("file-" + Integer.toOctalString(mode)), mode, bytes(20));
    }
    for (int mode : new int[] {0700, 0711, 0755, 0777, 01777, 02775, 03777, 0555, 0500}) {
      Name folder = in.child("folder-" + Integer.toOctalString(mode));
      disk.folder(folder, 0700);
      put(folder.child("inside"), 0644, bytes(6));
      disk.folder(folder.child("sub"), 0755);
      folders.add(folder.child("sub"));
      disk.mode(folder, mode);
      folders.add(folder);
    }
    if (spec.privileged()) {
      // Only root reads what nobody may.
      put(in.child("file-0"), 0000, bytes(21));
      put(in.child("file-200"), 0200, bytes(22));
      Name folder = folder(in.child("folder-0"));
      put(folder.child("inside"), 0000, bytes(23));
      disk.mode(folder, 0000);
    }
  }

  private void times(Name in) {
    int[] parts =
        spec.nanos() ? new int[] {0, 1, 999, 1_000_000, 500_000_000, 999_999_999} : new int[] {0};
    int index = 0;
    for (long edge : spec.times().edges()) {
      for (int nanos : parts) {
        Name file = in.child("file-" + index++);
        disk.file(file, 0644, bytes(8));
        disk.time(file, edge, nanos);
      }
      Name folder = in.child("folder-" + index);
      disk.folder(folder, 0755);
      disk.time(folder, edge, parts[index % parts.length]);
      Name link = in.child("link-" + index);
      disk.symlink(Name.of("file-0").bytes(), link);
      disk.time(link, edge, parts[(index + 1) % parts.length]);
    }
  }

  /** Owners with and without a name, up to the largest id below the one that means "none". */
  private void owners(Name in) {
    long[][] ids = {
      {0, 0},
      {1, 1},
      {65_534, 65_534},
      {12_345, 54_321},
      {0, 12},
      {70_000, 0},
      {2_147_483_647L, 1},
      {2_147_483_648L, 4_294_967_294L},
      {4_294_967_294L, 3_000_000_000L}
    };
    for (int i = 0; i < ids.length; i++) {
      Name file = in.child("file-" + i);
      disk.file(file, 0640, bytes(9));
      // Changing the owner clears these bits, so they are set again after it.
      disk.owner(file, ids[i][0], ids[i][1]);
      disk.mode(file, i % 2 == 0 ? 06755 : 0640);
      stamp(file);
      Name folder = folder(in.child("folder-" + i));
      disk.owner(folder, ids[i][0], ids[i][1]);
      disk.mode(folder, i % 2 == 0 ? 02775 : 0711);
      Name link = in.child("link-" + i);
      disk.symlink(Name.of("file-" + i).bytes(), link);
      disk.owner(link, ids[i][0], ids[i][1]);
      stamp(link);
      Name fifo = in.child("fifo-" + i);
      disk.node(fifo, Stat.FIFO | 0620, 0, 0);
      disk.owner(fifo, ids[i][0], ids[i][1]);
      stamp(fifo);
    }
  }

  private Name folder(Name path) {
    disk.folder(path, 0755);
    folders.add(path);
    return path;
  }

  private void put(Name path, int mode, byte[] content) {
    disk.file(path, mode, content);
    stamp(path);
  }

  /** Gives an ordinary time, somewhere in the 24 years from 2001. */
  private void stamp(Name path) {
    disk.time(
        path,
        980_000_000L + random.nextInt(760_000_000),
        spec.nanos() ? random.nextInt(1_000_000_000) : 0);
  }

  /**
   * Folders last and from the bottom up, since making an entry changes the time of the folder it is
   * in.
   */
  private void folderTimes() {
    folders.sort((a, b) -> Integer.compare(b.length(), a.length()));
    for (Name folder : folders) {
      stamp(folder);
    }
    stamp(Name.of(""));
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
