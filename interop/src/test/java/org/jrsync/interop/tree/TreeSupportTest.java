package org.jrsync.interop.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jrsync.interop.harness.Scratch;
import org.junit.jupiter.api.Test;

/** The comparison notices every kind of difference, and the generator repeats itself. */
class TreeSupportTest {
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  @Test
  void sameSeedGivesSameTree() {
    try (Scratch scratch = new Scratch()) {
      Disk one = tree(scratch.folder("one"));
      Disk two = tree(scratch.folder("two"));
      TreeCompare.assertSame(TreeSnapshot.of(one), TreeSnapshot.of(two));
      assertThat(TreeSnapshot.of(one).entries()).hasSizeGreaterThan(400);
    }
  }

  @Test
  void everyDifferenceIsSeen() {
    sees("mode is 755 instead of 644", disk -> disk.mode(Name.of("content/size-31"), 0755));
    sees("time is", disk -> disk.time(Name.of("content/size-31"), 5, 5));
    sees(
        "time is",
        disk -> {
          Stat stat = disk.stat(Name.of("content/size-31")).orElseThrow();
          disk.time(Name.of("content/size-31"), stat.seconds(), stat.nanos() ^ 1);
        });
    sees("size is", disk -> disk.truncate(Name.of("content/size-31"), 30));
    sees("content is", disk -> disk.write(Name.of("content/size-31"), 3, new byte[] {1, 2, 3}));
    sees(
        "missing: names/\\xff\\xfe",
        disk -> disk.unlink(Name.of("names").child(Name.of(new byte[] {-1, -2}))));
    sees("extra:   names/another", disk -> disk.folder(Name.of("names/another"), 0755));
    sees(
        "type is",
        disk -> {
          disk.unlink(Name.of("content/empty"));
          disk.symlink(new byte[] {'x'}, Name.of("content/empty"));
        },
        disk -> disk.file(Name.of("content/empty"), 0644, new byte[0]));
    sees(
        "target is",
        disk -> {
          disk.unlink(Name.of("symlinks/link-0"));
          disk.symlink(new byte[] {'x'}, Name.of("symlinks/link-0"));
        });
    sees(
        "linked with",
        disk -> {
          byte[] content = disk.read(Name.of("links/group-3"), 0, 1000);
          disk.unlink(Name.of("links/group-3"));
          disk.file(Name.of("links/group-3"), 0640, content);
        });
    if (ROOT) {
      sees("owner is 1:2", disk -> disk.owner(Name.of("content/size-31"), 1, 2));
      sees(
          "device is 1,4",
          disk -> {
            disk.unlink(Name.of("specials/char-0"));
            disk.node(Name.of("specials/char-0"), Stat.CHARACTER | 0600, 1, 4);
          });
    }
  }

  @Test
  void mutationsAreMany() {
    try (Scratch scratch = new Scratch()) {
      Disk disk = tree(scratch.folder("one"));
      TreeSnapshot before = TreeSnapshot.of(disk);
      assertThat(TreeMutator.change(disk, before, 1, ROOT)).isGreaterThan(20);
      TreeSnapshot changed = TreeSnapshot.of(disk);
      assertThat(TreeCompare.differences(before, changed)).hasSizeGreaterThan(20);
      assertThat(TreeMutator.addExtras(disk, changed, 1, ROOT)).isGreaterThan(20);
    }
  }

  private static void sees(String difference, Consumer<Disk> change) {
    sees(difference, change, disk -> {});
  }

  private static void sees(String difference, Consumer<Disk> change, Consumer<Disk> prepare) {
    try (Scratch scratch = new Scratch()) {
      Disk disk = tree(scratch.folder("one"));
      prepare.accept(disk);
      TreeSnapshot before = TreeSnapshot.of(disk);
      change.accept(disk);
      assertThatThrownBy(() -> TreeCompare.assertSame(before, TreeSnapshot.of(disk)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining(difference);
    }
  }

  private static Disk tree(Path folder) {
    Disk disk = new Disk(folder);
    HardTree.create(disk, HardTree.Spec.small(ROOT));
    return disk;
  }
}
