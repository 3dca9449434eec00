package org.jrsync.interop.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --confine-root}: directories that options name must lie beneath it. */
@Timeout(60)
class ConfineRootTest {
  private static final FileTime TIME = FileTime.fromMillis(1_000_000_000_000L);

  private final Scratch scratch = new Scratch();

  @AfterEach
  void end() {
    scratch.close();
  }

  private static void file(Path path, String content) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
    Files.setLastModifiedTime(path, TIME);
  }

  /** Two trees, of which links lead from each into the other. */
  private void create() throws IOException {
    Disk disk = new Disk(scratch.path());
    disk.remove(Name.of("root"));
    disk.remove(Name.of("out"));
    Path root = scratch.folder("root");
    Path out = scratch.folder("out");
    file(root.resolve("s/f"), "new");
    file(root.resolve("s/leads/alt/f"), "new");
    Files.writeString(Files.createDirectories(root.resolve("d")).resolve("f"), "older");
    for (Path top : List.of(root, out)) {
      file(top.resolve("alt/f"), "new");
      file(top.resolve("parts/f"), "ne");
      Files.createDirectories(top.resolve("b"));
    }
    Files.createSymbolicLink(root.resolve("leads"), out);
    Files.createSymbolicLink(out.resolve("leads"), root);
  }

  private Result run(Path binary, String line) throws IOException {
    create();
    return again(binary, line);
  }

  private Result again(Path binary, String line) {
    List<String> words = new ArrayList<>();
    words.add("-a");
    words.add("--confine-root=" + scratch.path().resolve("root"));
    for (String word : line.split(" ", -1)) {
      words.add(word.replace("TOP", scratch.path().toString()));
    }
    words.add("root/s/");
    words.add("root/d");
    return Command.of(binary, words).in(scratch.path()).run();
  }

  /** Names and contents of all files in a tree. */
  private List<String> files(String top) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(scratch.path().resolve(top))) {
      for (Path path : all.filter(Files::isRegularFile).sorted().toList()) {
        found.add(scratch.path().relativize(path) + "=" + Files.readString(path));
      }
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource({
    "-b --backup-dir=TOP/out/b, 11",
    "-b --backup-dir=TOP/root/leads/b, 11",
    "-b --backup-dir=TOP/out/leads/b, 11",
    "-b --backup-dir=../../out/b, 11",
    "-b --backup-dir=TOP/out/new/deep, 11",
    "-b --backup-dir=TOP/root/b, 0",
    "-b --backup-dir=TOP/root/new/deep, 0",
    "-b --backup-dir=../b, 0",
    "--temp-dir=TOP/out/b, 23",
    "--temp-dir=TOP/root/leads/b, 23",
    "--temp-dir=TOP/out/leads/b, 23",
    "--temp-dir=TOP/root/b, 0",
    "--link-dest=TOP/out/alt, 23",
    "--link-dest=TOP/root/leads/alt, 23",
    "--link-dest=TOP/out/leads/alt, 23",
    "--link-dest=../../out/alt, 23",
    "--link-dest=TOP/root/alt, 0",
    "--copy-dest=../alt, 0",
  })
  void boundsWhatOptionsName(String line, int code) throws IOException {
    run(SideBySide.theirs(), line).expect(code);
    List<String> expected = files("root");
    Result result = run(Jrsync.binary(), line).expect(code);
    assertThat(files("root")).isEqualTo(expected);
    assertThat(files("out")).containsExactly("out/alt/f=new", "out/parts/f=ne");
    if (code != 0) {
      assertThat(result.err()).contains("Too many levels of symbolic links (40)\n");
    }
  }

  /** A link inside a further directory leads where the option itself may lead, and no farther. */
  @Test
  void boundsLinksInsideFurtherDirectories() throws IOException {
    run(Jrsync.binary(), "--link-dest=TOP/root").expectSuccess();
    assertThat(Files.getAttribute(scratch.path().resolve("root/d/leads/alt/f"), "unix:nlink"))
        .isEqualTo(1);
    Files.delete(scratch.path().resolve("root/leads"));
    Files.createSymbolicLink(scratch.path().resolve("root/leads"), Path.of("."));
    new Disk(scratch.path()).remove(Name.of("root/d/leads"));
    again(Jrsync.binary(), "--link-dest=TOP/root").expectSuccess();
    assertThat(Files.getAttribute(scratch.path().resolve("root/d/leads/alt/f"), "unix:nlink"))
        .isEqualTo(2);
  }

  /** rsync looks at further directories that it only compares with, and stumbles over its parts. */
  @ParameterizedTest
  @CsvSource({
    "--compare-dest=TOP/out/alt, 23",
    "--compare-dest=TOP/root/leads/alt, 23",
    "--copy-dest=TOP/out/alt, 23",
    "--copy-dest=TOP/root/alt, 0",
    "--no-whole-file --partial-dir=TOP/out/parts, 23",
    "--no-whole-file --partial-dir=TOP/root/leads/parts, 23",
    "--no-whole-file --partial-dir=TOP/root/parts, 0",
  })
  void boundsWhereFilesAreLookedFor(String line, int code) throws IOException {
    Result result = run(Jrsync.binary(), line).expect(code);
    assertThat(files("root/d")).containsExactly("root/d/f=new", "root/d/leads/alt/f=new");
    assertThat(files("out")).containsExactly("out/alt/f=new", "out/parts/f=ne");
    if (code != 0) {
      assertThat(result.err()).contains("Too many levels of symbolic links (40)\n");
    }
  }
}
