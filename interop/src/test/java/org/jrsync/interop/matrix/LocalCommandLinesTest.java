package org.jrsync.interop.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.TreeCompare;
import org.jrsync.interop.tree.TreeSnapshot;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The same command line of a local copy, given to rsync 3.5.1 and to jrsync in two equal folders:
 * output, errors, exit code and what is in the folder afterwards are the same.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalCommandLinesTest {
  /** Each line is split at blanks; both sides of a copy lie in the working folder. */
  private static final List<String> LINES =
      """
      -ai --mkpath src/ new1/new2/new3
      -ai --mkpath src/ new1/new2/new3/
      -ain --mkpath src/ new1/new2
      -ai --mkpath src/f new1/new2
      -ai --mkpath src/f new1/new2/
      -ain --mkpath src/f new1/new2/g
      -av --mkpath src/f src/dir/g new1/new2
      -av --mkpath src/f new1
      -a --mkpath src/ dst/f/x
      -an --mkpath src/ dst/f/x
      -a --mkpath src/f dst/f/x
      -ai src/ new1/new2
      -aiO src/ dst
      -aiJ src/ dst
      -aiOJ --delete src/ dst
      -rliO src/ new1
      -aOJ src/ new1
      -aiv --max-size=4 src/ dst
      -ai --info=skip --min-size=5 --max-size=6 src/ new1
      -aiv --min-size=5 src/f dst/renamed
      -aivC src/ new1
      -aivC --delete src/ dst
      -aiv -F --delete src/ dst
      -aiv -FF --delete --delete-excluded src/ dst
      -aiv --filter=:C --filter=-C src/ new1
      -aiv --filter=dir-merge,-n_.cvsignore src/ new1
      """
          .lines()
          .toList();

  /** Later than all times of the sources. */
  private static final long NEW = 1_750_000_000;

  private final Scratch scratch = new Scratch();

  @TestFactory
  Stream<DynamicTest> everyLine() {
    return LINES.stream().map(line -> DynamicTest.dynamicTest(line, () -> compare(line)));
  }

  private void compare(String line) throws IOException {
    Path theirs = create("theirs-" + Integer.toHexString(line.hashCode()));
    Path ours = create("ours-" + Integer.toHexString(line.hashCode()));
    List<String> words = List.of(line.split(" ", -1));
    Result expected = Command.of(Peers.NEWEST.orSkip().binary(), words).in(theirs).run();
    Result result = Command.of(Jrsync.binary(), words).in(ours).run();
    assertThat(outcome(result, ours)).isEqualTo(outcome(expected, theirs));
    TreeCompare.assertSame(snapshot(theirs), snapshot(ours));
  }

  /** What is in a folder, where all times of now are the same. */
  private static TreeSnapshot snapshot(Path folder) {
    Disk disk = new Disk(folder);
    TreeSnapshot.of(disk)
        .entries()
        .forEach((name, entry) -> {
          if (entry.stat().seconds() > NEW) {
            disk.time(name, NEW, 0);
          }
        });
    return TreeSnapshot.of(disk);
  }

  /** What was said, without the folder and the place in the sources where an error arose. */
  private static String outcome(Result result, Path folder) {
    String said = "exit " + result.exitCode() + "\n" + result.out() + result.err();
    return said.replace(folder.toString(), "HERE")
        .replaceAll("\\) at \\S+ \\[(\\S+)=.*", ") [$1]")
        .replaceAll("(?m)^(sent|total size is) .*", "")
        .lines()
        .sorted() // Sender and receiver do not wait for each other's lines.
        .collect(Collectors.joining("\n"));
  }

  private Path create(String name) throws IOException {
    Path folder = scratch.folder(name);
    Path dir = Files.createDirectories(folder.resolve("src/dir/sub"));
    Files.writeString(folder.resolve("src/f"), "file");
    Files.writeString(dir.resolveSibling("g"), "another");
    Files.writeString(dir.resolve("h"), "a third");
    Files.createSymbolicLink(dir.resolveSibling("link"), Path.of("g"));
    Files.writeString(dir.resolve("x.o"), "object");
    Files.writeString(dir.resolve("h.txt"), "ignored by name");
    Files.writeString(dir.resolveSibling(".cvsignore"), "g *.txt\n");
    Files.writeString(dir.resolveSibling(".rsync-filter"), "- h*\nP extra\n");
    Path old = Files.createDirectories(folder.resolve("dst/dir"));
    Files.writeString(folder.resolve("dst/f"), "older");
    Files.writeString(old.resolve("g"), "another");
    Files.writeString(old.resolve("extra"), "extra");
    Files.createSymbolicLink(old.resolve("link"), Path.of("elsewhere"));
    stamp(folder.resolve("src"), 1_700_000_000);
    stamp(folder.resolve("dst"), 1_600_000_000);
    stamp(folder, 1_500_000_000);
    return folder;
  }

  /** Gives a tree times that do not depend on when the test runs. */
  private static void stamp(Path tree, int seconds) throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(tree)) {
      paths = all.toList();
    }
    int later = 0;
    for (Path path : paths.reversed()) {
      FileTime time = FileTime.fromMillis((seconds + later++) * 1000L);
      Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(time, time, null);
    }
  }
}
