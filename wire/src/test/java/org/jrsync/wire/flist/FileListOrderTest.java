package org.jrsync.wire.flist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of names, by known cases and by comparison with what the real rsync prints. */
class FileListOrderTest {

  private static FileList listOf(int protocol, List<FileEntry> entries) {
    FileList list = new FileList(protocol, 0, 0, ListBudget.unlimited());
    for (FileEntry entry : entries) {
      list.add(entry);
    }
    return list;
  }

  private static FileEntry named(String name) {
    boolean directory = name.endsWith("/");
    String path = directory ? name.substring(0, name.length() - 1) : name;
    return Entries.entry(path, directory ? 040755 : 0100644);
  }

  private static List<String> names(FileList list) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < list.count(); i++) {
      if (list.isActive(i)) {
        names.add(new String(list.path(i), ISO_8859_1) + (list.isDirectory(i) ? "/" : ""));
      }
    }
    return names;
  }

  private static void assertOrder(int protocol, String... ordered) {
    for (int seed = 0; seed < 20; seed++) {
      List<String> mixed = new ArrayList<>(List.of(ordered));
      Collections.shuffle(mixed, new Random(seed));
      FileList list = listOf(protocol, mixed.stream().map(FileListOrderTest::named).toList());
      list.sort();
      assertThat(names(list)).containsExactly(ordered);
    }
  }

  @Test
  void filesComeBeforeDirectoriesAtEachDepth() {
    assertOrder(33, "./", "z", "zz", "a.b/", "a/", "a/x", "a/b/", "a/b/c", "b/", "b/0");
    assertOrder(29, "./", "b", "a/", "a/y", "a/x/");
  }

  @Test
  void directoryNamesCompareWithTheirSlash() {
    assertOrder(33, "a-/", "a-/f", "a/", "a/f", "a0/");
    assertOrder(33, "a-b/c/", "a/b/", "a/b/c/");
  }

  @Test
  void bytesAreUnsigned() {
    assertOrder(33, "a", "z", "\u0080", "\u00ff");
  }

  @Test
  void plainPathsBeforeProtocol29() {
    assertOrder(28, "./", "a/", "a-b", "a/b", "a/c/", "b");
  }

  @Test
  void duplicatesAreDroppedForTheFirstOrTheDirectory() {
    FileEntry first = named("f");
    first.size = 1;
    FileEntry second = named("f");
    second.size = 2;
    FileEntry dir = named("d/");
    dir.flags = EntryFlags.IMPLIED_DIR;
    FileEntry again = named("d/");
    again.flags = EntryFlags.CONTENT_DIR | EntryFlags.TOP_DIR;
    FileList list = listOf(33, List.of(named("both/"), dir, first, named("both"), second, again));
    list.sortAndDropDuplicates();
    assertThat(names(list)).containsExactly("f", "both/", "d/");
    assertThat(list.count()).isEqualTo(6);
    assertThat(list.size(list.find(Entries.name("f"), 1, false))).isEqualTo(1);
    int d = list.find(Entries.name("d"), 1, true);
    assertThat(list.flags(d)).isEqualTo(EntryFlags.CONTENT_DIR | EntryFlags.TOP_DIR);
    assertThat(list.find(Entries.name("both"), 4, false)).isEqualTo(-1);
    assertThat(list.find(Entries.name("both"), 4, true)).isNotNegative();
  }

  @Test
  void sendersOnlyMarkRepeatedDirectories() {
    FileList list = listOf(33, List.of(named("d/"), named("f"), named("d/"), named("f")));
    list.sortAndMarkDuplicates();
    assertThat(names(list)).containsExactly("f", "f", "d/", "d/");
    assertThat(list.flags(2) & EntryFlags.DUPLICATE).isZero();
    assertThat(list.flags(3) & EntryFlags.DUPLICATE).isNotZero();
  }

  @Test
  void everyNameIsFound() {
    Random random = new Random(7);
    List<FileEntry> entries = new ArrayList<>();
    for (String path : Entries.paths(random, 3000)) {
      entries.add(Entries.entry(path, random.nextBoolean() ? 040755 : 0100644));
    }
    FileList list = listOf(33, entries);
    list.sortAndDropDuplicates();
    for (int i = 0; i < list.count(); i++) {
      byte[] path = list.path(i);
      assertThat(list.find(path, path.length, list.isDirectory(i))).isEqualTo(i);
      assertThat(list.find(path, path.length, !list.isDirectory(i))).isEqualTo(-1);
    }
  }

  /** Relative sources may be mixed with absolute ones, whose slash takes part in the order. */
  @ParameterizedTest
  @ValueSource(ints = {29, 31})
  void namesAreFoundAfterTheirSlashIsDropped(int protocol) {
    FileList list =
        listOf(
            protocol,
            List.of(
                named("a"),
                named("zz"),
                named("/tmp/"),
                named("/tmp/x/"),
                named("/tmp/x/z"),
                named("b"),
                named("d/"),
                named("d/e"),
                named("/a"),
                named("/top")));
    list.sortAndDropDuplicates();
    list.stripRoot();
    for (int i = 0; i < list.count(); i++) {
      byte[] path = list.path(i);
      assertThat(path[0]).isNotEqualTo((byte) '/');
      int found = list.find(path, path.length, list.isDirectory(i));
      assertThat(found).as(new String(path, ISO_8859_1)).isNotNegative();
      assertThat(list.path(found)).isEqualTo(path);
      assertThat(list.find(path, path.length, !list.isDirectory(i))).isEqualTo(-1);
    }
    assertThat(list.find(Entries.name("tmp/y"), 5, false)).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(ints = {28, 29, 31})
  void sameAsTheRealRsync(int protocol, @TempDir Path dir)
      throws IOException, InterruptedException {
    RealRsync.assumePresent();
    for (int seed = 0; seed < 4; seed++) {
      Path root = Files.createDirectory(dir.resolve("t" + seed));
      List<FileEntry> entries = new ArrayList<>();
      entries.add(named("./"));
      grow(root, "", new Random(seed), 3, entries);
      FileList list = listOf(protocol, entries);
      list.sort();
      List<String> printed =
          RealRsync.lines(
              "-r", "--list-only", "--no-inc-recursive", "--protocol=" + protocol, root + "/");
      List<String> expected = new ArrayList<>();
      for (String line : printed) {
        // Permissions, size, date and time come before the name.
        String name = line.substring(46);
        expected.add(line.startsWith("d") ? name + "/" : name);
      }
      assertThat(names(list)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  private static void grow(
      Path at, String prefix, Random random, int depth, List<FileEntry> entries)
      throws IOException {
    String alphabet = "ab.-+ 0Z~!";
    for (int i = 0; i < 9; i++) {
      StringBuilder name = new StringBuilder();
      do {
        name.append(alphabet.charAt(random.nextInt(alphabet.length())));
      } while (random.nextInt(3) != 0);
      Path path = at.resolve(name.toString());
      if (name.toString().matches("[. ]*") || Files.exists(path)) {
        continue;
      }
      boolean directory = depth > 0 && random.nextBoolean();
      entries.add(named(prefix + name + (directory ? "/" : "")));
      if (directory) {
        Files.createDirectory(path);
        grow(path, prefix + name + "/", random, depth - 1, entries);
      } else {
        Files.createFile(path);
      }
    }
  }
}
