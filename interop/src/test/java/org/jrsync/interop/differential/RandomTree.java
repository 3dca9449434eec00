package org.jrsync.interop.differential;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jrsync.interop.tree.Name;

/** Makes up small trees with much that is unusual, and others that partly agree with them. */
final class RandomTree {

  private static final List<Name> NAMES = new ArrayList<>();

  static {
    for (String name :
        List.of(
            "a",
            "b",
            "c",
            "d",
            "e.o",
            "f.c",
            "foo",
            "foo.tmp",
            "foo~",
            "bar",
            ".hid",
            "sp ace",
            "-dash",
            "q?x",
            "st*r",
            "[y]",
            "back\\sl",
            "new\nline",
            "tab\tx",
            "\u00e9t",
            "#h",
            "core",
            ".rules",
            "A",
            "foo.",
            "foo-",
            "foo0",
            "%n",
            "qu'ote",
            "dq\"x",
            "a b  c ",
            "\\#012",
            "$HOME",
            "~",
            "CVS",
            "b.c",
            "0",
            "--",
            "@",
            "dir:x")) {
      NAMES.add(Name.of(name));
    }
    NAMES.add(Name.of(new byte[] {(byte) 0xff, (byte) 0xfe}));
    NAMES.add(Name.of("x".repeat(120)));
    NAMES.add(Name.of("z".repeat(240)));
  }

  private static final long[] SECONDS = {
    0,
    1,
    -1,
    1_000_000_000L,
    1_234_567_890L,
    1_500_000_000L,
    1_500_000_001L,
    1_600_000_000L,
    1_700_000_000L,
    (1L << 31) + 5,
    (1L << 32) + 10,
    -100_000,
    -(1L << 31)
  };
  private static final int[] NANOS = {0, 0, 0, 500_000_000, 999_999_999, 123_456_789};
  private static final int[] FILE_MODES = {
    0644, 0644, 0644, 0600, 0755, 04755, 02755, 06711, 01644, 0444, 0, 0200, 0666, 0640, 0777
  };
  private static final int[] FOLDER_MODES = {
    0755, 0755, 0755, 0700, 02755, 01777, 0555, 0711, 0750, 0775
  };
  private static final int[] IDS = {0, 65534, 1000, 1, 12345, 8};
  private static final int[] SIZES = {
    1, 5, 20, 100, 699, 700, 701, 1400, 3000, 40_000, 131_072, 200_000
  };
  private static final List<String> TARGETS =
      List.of(
          "a",
          "foo",
          "../a",
          "../../../x",
          "/etc/hostname",
          ".",
          "..",
          "nowhere",
          "d/..",
          "b/c",
          "/",
          "foo/",
          "c/../../c",
          "x".repeat(200));

  /** Where links are followed: none leads up, nor to a tree outside. */
  private static final List<String> TARGETS_TO_FOLLOW =
      List.of("a", "foo", "../../../x", "/etc/hostname", "nowhere", "b/c", "foo/", "b.c");

  private static final int DEEPEST = 3;

  private final Dice dice;
  private final boolean root;

  /** Whether entries get attributes and access lists as well. */
  private final boolean attributes;

  private final List<String> targets;

  RandomTree(Dice dice, boolean root, boolean attributes, boolean followed) {
    this.targets = followed ? TARGETS_TO_FOLLOW : TARGETS;
    this.dice = dice;
    this.root = root;
    this.attributes = attributes;
  }

  Node make() {
    Node top = folder(DEEPEST + 1, dice.oneOf(1, 3, 6, 10, 14));
    top.mode = dice.oneOf(0755, 0755, 0700, 0775);
    return top;
  }

  private Node folder(int above, int entries) {
    Node folder = new Node(Node.Kind.FOLDER);
    folder.mode = dice.chance(0.6) ? dice.oneOf(FOLDER_MODES) : 0755;
    dress(folder);
    for (int i = 0; i < entries; i++) {
      Name name = dice.oneOf(NAMES);
      Node child = any(above - 1);
      if (name.equals(Name.of(".rules")) && child.kind == Node.Kind.FILE) {
        child.data =
            (Patterns.rule(dice) + "\n- " + Patterns.pattern(dice) + "\n")
                .getBytes(StandardCharsets.UTF_8);
      }
      put(folder, name, child);
    }
    return folder;
  }

  /** As a rule file, rsync would wait for somebody to write into a FIFO. */
  private static void put(Node folder, Name name, Node child) {
    if (!name.equals(Name.of(".rules")) || child.kind != Node.Kind.FIFO) {
      folder.children.put(name, child);
    }
  }

  private Node any(int above) {
    double kind = dice.below(1000) / 1000.0;
    if (kind < 0.3 && above > 0) {
      return folder(above, dice.oneOf(0, 1, 2, 3, 5));
    }
    Node node;
    if (kind < 0.75) {
      node = new Node(Node.Kind.FILE);
      node.data = content();
    } else if (kind < 0.88) {
      node = new Node(Node.Kind.SYMLINK);
      node.data = dice.oneOf(targets).getBytes(StandardCharsets.UTF_8);
    } else if (kind < 0.92) {
      node = new Node(Node.Kind.FIFO);
    } else if (kind < 0.94) {
      node = new Node(Node.Kind.SOCKET);
    } else if (kind < 0.96 && root) {
      node = new Node(Node.Kind.DEVICE);
    } else {
      node = new Node(Node.Kind.HARD_LINK);
      node.earlier = dice.below(1000) / 1000.0;
    }
    node.mode = dice.chance(0.6) ? dice.oneOf(FILE_MODES) : 0644;
    dress(node);
    return node;
  }

  private void dress(Node node) {
    node.seconds = SECONDS[dice.below(SECONDS.length)];
    node.nanos = dice.oneOf(NANOS);
    node.uid = root ? dice.oneOf(IDS) : 0;
    node.gid = root ? dice.oneOf(IDS) : 0;
    boolean takes = node.kind == Node.Kind.FILE || node.kind == Node.Kind.FOLDER;
    if (attributes && takes && dice.chance(0.3)) {
      node.note = dice.chance(0.5) ? "short" : "long ".repeat(dice.oneOf(7, 20, 200));
    }
    if (attributes && takes && dice.chance(0.2)) {
      node.acl = dice.oneOf(List.of("u:1000:r", "g:8:rwx", "u:1000:rw,m::r", "u:12345:-,g:1:x"));
    }
  }

  private byte[] content() {
    int kind = dice.below(100);
    if (kind < 12) {
      return new byte[0];
    }
    if (kind < 65) {
      return dice.bytes(dice.oneOf(SIZES));
    }
    if (kind < 80) {
      return ("line " + dice.below(1000) + "\n")
          .repeat(1 + dice.below(3000))
          .getBytes(StandardCharsets.UTF_8);
    }
    byte[] holes = new byte[dice.oneOf(1, 1024, 4096, 65_536, 200_000)];
    if (dice.chance(0.6)) {
      byte[] some = dice.bytes(Math.min(500, holes.length));
      System.arraycopy(some, 0, holes, 0, some.length);
    }
    return holes;
  }

  /** A destination that partly agrees with a source. */
  Node variation(Node source, double level) {
    Node folder = source.copy();
    folder.children.clear();
    source.children.forEach((name, child) -> {
      double fate = dice.below(1000) / 1000.0 * level;
      if (fate < 0.45) {
        folder.children.put(name, below(child, level));
      } else if (fate >= 0.6) {
        put(folder, name, fate < 0.72 ? any(2) : changed(below(child, level)));
      }
    });
    for (int i = dice.oneOf(0, 0, 1, 2, 3); i > 0; i--) {
      Name name = dice.oneOf(NAMES);
      put(folder, name, folder.children.getOrDefault(name, any(2)));
    }
    return folder;
  }

  private Node below(Node node, double level) {
    return node.kind == Node.Kind.FOLDER ? variation(node, level) : node.copy();
  }

  private Node changed(Node node) {
    switch (dice.below(7)) {
      case 0 -> node.seconds = SECONDS[dice.below(SECONDS.length)];
      case 1 -> node.mode = dice.oneOf(node.kind == Node.Kind.FOLDER ? FOLDER_MODES : FILE_MODES);
      case 2 -> {
        node.uid = root ? dice.oneOf(IDS) : 0;
        node.gid = root ? dice.oneOf(IDS) : 0;
      }
      default -> {
        if (node.kind == Node.Kind.FILE) {
          node.data = edited(node.data);
          if (dice.chance(0.7)) {
            node.seconds = SECONDS[dice.below(SECONDS.length)];
          }
        } else if (node.kind == Node.Kind.SYMLINK) {
          node.data = dice.oneOf(targets).getBytes(StandardCharsets.UTF_8);
        }
      }
    }
    return node;
  }

  private byte[] edited(byte[] data) {
    if (data.length == 0) {
      return dice.bytes(10);
    }
    byte[] edited = data.clone();
    switch (dice.below(3)) {
      case 0 -> edited[dice.below(edited.length)] ^= 0x55;
      case 1 -> {
        int cut = edited.length / 2;
        byte[] more = dice.bytes(dice.oneOf(1, 10, 1000));
        edited = Arrays.copyOf(data, data.length + more.length);
        System.arraycopy(data, cut, edited, cut + more.length, data.length - cut);
        System.arraycopy(more, 0, edited, cut, more.length);
      }
      default -> edited = Arrays.copyOf(data, data.length * dice.below(10) / 10);
    }
    return edited;
  }
}
