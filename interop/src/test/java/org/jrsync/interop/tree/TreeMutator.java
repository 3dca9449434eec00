package org.jrsync.interop.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Makes a copy of a tree out of date: a transfer to it has something to do of every kind. It works
 * on the copy, so that the original is shared by all tests.
 */
public final class TreeMutator {
  private final Disk disk;
  private final boolean privileged;
  private final RandomGenerator random;
  private final TreeSnapshot before;

  private TreeMutator(Disk disk, TreeSnapshot before, long seed, boolean privileged) {
    this.disk = disk;
    this.before = before;
    this.privileged = privileged;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /**
   * Edits, appends, truncates, touches, changes modes and owners, retypes what is no folder,
   * removes entries and breaks hard links: a copy without {@code --delete} makes it whole again.
   *
   * @param before what the tree holds now
   * @return how many changes were made
   */
  public static int change(Disk disk, TreeSnapshot before, long seed, boolean privileged) {
    TreeMutator mutator = new TreeMutator(disk, before, seed, privileged);
    return mutator.files() + mutator.others() + mutator.folders();
  }

  /**
   * Adds what the original does not have, and folders and files in each other's place: only a copy
   * with {@code --delete} makes it whole again.
   */
  public static int addExtras(Disk disk, TreeSnapshot before, long seed, boolean privileged) {
    TreeMutator mutator = new TreeMutator(disk, before, seed, privileged);
    return mutator.extras() + mutator.swaps();
  }

  /**
   * Changes of regular files; hard-linked ones are left whole unless the change is to break the
   * link.
   */
  private int files() {
    int count = 0;
    for (Map.Entry<Name, TreeSnapshot.Entry> each : before.entries().entrySet()) {
      Name path = each.getKey();
      Stat stat = each.getValue().stat();
      if (!stat.isFile() || random.nextInt(stat.size() > 100_000 ? 2 : 12) != 0) {
        continue;
      }
      count++;
      if (stat.links() > 1) {
        boolean first = each.getValue().firstLink().equals(path);
        disk.whileOpen(path.parent(), () -> breakLink(path, stat, first));
      } else {
        // A large file is worth a delta: change its content, not its kind.
        int kind = random.nextInt(stat.size() > 100_000 ? 4 : 10);
        disk.whileOpen(path.parent(), () -> changeFile(path, stat, kind));
      }
    }
    return count;
  }

  private void changeFile(Name path, Stat stat, int kind) {
    switch (kind) {
      case 0, 1, 2 -> disk.whileOpen(path, () -> edit(path, stat));
      case 3 -> {
        byte[] more = bytes(1 + random.nextInt(5000));
        disk.whileOpen(path, () -> disk.write(path, stat.size(), more));
        disk.time(path, stat.seconds() - 100, 0);
      }
      case 4 -> {
        disk.whileOpen(path, () -> disk.truncate(path, stat.size() / 3));
        disk.time(path, 1_000_000_000L, 0);
      }
      case 5 -> disk.time(path, stat.seconds() / 2 + 77, 0);
      case 6 -> disk.mode(path, stat.permissions() ^ 0111);
      case 7 -> {
        if (privileged) {
          disk.owner(path, 1 + random.nextInt(1000), 1 + random.nextInt(1000));
        } else {
          disk.mode(path, stat.permissions() ^ 044);
        }
      }
      case 8 -> remove(path);
      default -> {
        remove(path);
        if (random.nextBoolean()) {
          disk.symlink(Name.of("elsewhere").bytes(), path);
        } else {
          disk.node(path, Stat.FIFO | 0600, 0, 0);
        }
      }
    }
  }

  /** Overwrites a part, moves a part and, where the size stays, leaves the time different. */
  private void edit(Name path, Stat stat) {
    if (stat.size() < 8) {
      disk.write(path, 0, bytes(9));
    } else {
      int length = (int) Math.min(stat.size() / 2, 3000);
      disk.write(path, random.nextLong(stat.size() - length), bytes(length));
      if (stat.size() > 50_000) {
        byte[] tail = disk.read(path, stat.size() / 2, (int) (stat.size() / 2));
        disk.write(path, stat.size() / 2 + 13, tail);
      }
    }
    disk.time(path, stat.seconds() + 5, 0);
  }

  private void breakLink(Name path, Stat stat, boolean first) {
    byte[] content = disk.read(path, 0, (int) Math.min(stat.size(), 1 << 20));
    remove(path);
    if (!first && random.nextBoolean()) {
      disk.file(path, stat.permissions(), content);
      disk.time(path, stat.seconds(), stat.nanos());
    }
  }

  private int others() {
    int count = 0;
    for (Map.Entry<Name, TreeSnapshot.Entry> each : before.entries().entrySet()) {
      Stat stat = each.getValue().stat();
      if (stat.isFolder() || stat.isFile() || random.nextInt(stat.isSymlink() ? 12 : 3) != 0) {
        continue;
      }
      count++;
      Name path = each.getKey();
      disk.whileOpen(path.parent(), () -> changeOther(path));
    }
    return count;
  }

  private void changeOther(Name path) {
    switch (random.nextInt(4)) {
      case 0 -> {
        remove(path);
        disk.symlink(Name.of("changed-target").bytes(), path);
      }
      case 1 -> {
        remove(path);
        disk.file(path, 0600, bytes(50));
      }
      case 2 -> disk.time(path, 1_234_567_890L, 0);
      default -> remove(path);
    }
  }

  private int folders() {
    int count = 0;
    List<Name> gone = new ArrayList<>();
    for (Map.Entry<Name, TreeSnapshot.Entry> each : before.entries().entrySet()) {
      Name path = each.getKey();
      if (!each.getValue().stat().isFolder()
          || path.isEmpty()
          || gone.stream().anyMatch(path::below)) {
        continue;
      }
      int kind = random.nextInt(30);
      if (kind == 0) {
        disk.whileOpen(path.parent(), () -> remove(path));
        gone.add(path);
        count++;
      } else if (kind < 4) {
        disk.mode(path, each.getValue().stat().permissions() ^ 055);
        count++;
      } else if (kind < 7) {
        disk.time(path, 1_111_111_111L, 0);
        count++;
      }
    }
    return count;
  }

  private int extras() {
    int count = 0;
    for (Map.Entry<Name, TreeSnapshot.Entry> each : before.entries().entrySet()) {
      if (!each.getValue().stat().isFolder()
          || each.getKey().length() > 3000
          || random.nextInt(8) != 0) {
        continue;
      }
      Name in = each.getKey();
      disk.whileOpen(in, () -> addExtras(in));
      count += 8;
    }
    return count;
  }

  private void addExtras(Name in) {
    Name folder = in.child("extra-folder\n\u00e9");
    disk.folder(folder, 0755);
    disk.folder(folder.child("sub"), 0700);
    disk.file(folder.child("sub").child(Name.of(new byte[] {(byte) 0xfe, 'x'})), 0600, bytes(20));
    disk.folder(folder.child("empty"), 0500);
    disk.file(in.child("extra"), 0444, bytes(30));
    disk.symlink(Name.of("..").bytes(), in.child(Name.of(new byte[] {'e', 'x', (byte) 0xff})));
    disk.node(in.child("extra-fifo"), Stat.FIFO | 0644, 0, 0);
    if (privileged) {
      disk.node(in.child("extra-device"), Stat.BLOCK | 0644, 7, 99);
    }
  }

  /**
   * Puts a full folder where the original has a file or symlink, and a file where it has a folder.
   */
  private int swaps() {
    int count = 0;
    List<Name> gone = new ArrayList<>();
    for (Map.Entry<Name, TreeSnapshot.Entry> each : before.entries().entrySet()) {
      Name path = each.getKey();
      if (path.isEmpty() || path.length() > 3000 || gone.stream().anyMatch(path::below)) {
        continue;
      }
      boolean folder = each.getValue().stat().isFolder();
      if (folder && random.nextInt(40) == 0) {
        disk.whileOpen(path.parent(), () -> replaceFolder(path));
        gone.add(path);
        count++;
      } else if (!folder && random.nextInt(150) == 0) {
        disk.whileOpen(path.parent(), () -> replaceFile(path));
        count++;
      }
    }
    return count;
  }

  private void replaceFolder(Name path) {
    remove(path);
    disk.file(path, 0644, bytes(40));
  }

  private void replaceFile(Name path) {
    remove(path);
    disk.folder(path, 0755);
    disk.file(path.child("in the way"), 0644, bytes(5));
  }

  private void remove(Name path) {
    disk.remove(path);
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
