package org.jrsync.interop.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Batches: what one program writes, the other reads, with the same words. */
@Timeout(120)
class BatchTest {
  /** A tree with hard links, an attribute, a file that has changed and one to delete. */
  private static final String TREES =
      "mkdir -p src/d old; seq 1 5000 >src/d/b; echo hello >src/a; ln -s a src/l; ln src/a src/h;"
          + " setfattr -n user.x -v y src/a; cp -a src/d old/; echo extra >old/x;"
          + " sed -i 's/^77$/seven/' old/d/b; touch -h -d @1000000000 old/d/b src/a src/l src/d/b;"
          + " touch -d @1100000000 src src/d; touch -d @900000000 old/x old/d old;"
          + " printf '#!/bin/sh\\nshift\\ncd %s || exit 99\\nexec \"$@\"\\n' \"$PWD\" >../shell;"
          + " chmod +x ../shell; ";

  private static final String SAME =
      " find dst -printf '%P %y %s %T@ %n %l\\n' | LC_ALL=C sort; diff -r --no-dereference src dst";

  private final Scratch scratch = new Scratch();
  private final Path work = scratch.path().resolve("work");

  @AfterEach
  void end() {
    scratch.close();
  }

  private static Path theirs() {
    return Peers.NEWEST.orSkip().binary();
  }

  /** Runs a script in a new folder, with W and R for the programs that write and read. */
  private String play(Path writer, Path reader, Path server, String script) {
    Command.of("/bin/sh", "-ec", "rm -rf work; mkdir work")
        .in(scratch.path())
        .run()
        .expectSuccess();
    Result result =
        Command.of("/bin/sh", "-c", TREES + script)
            .env("W", writer.toString())
            .env("R", reader.toString())
            .env("S", server.toString())
            .in(work)
            .limit(Duration.ofSeconds(30))
            .run();
    String all = "status " + result.exitCode() + "\n" + result.out() + result.err();
    return Stream.of(writer, reader, server)
        .map(Path::toString)
        .reduce(all, (text, program) -> text.replace(program, "PROGRAM"))
        .replaceAll("at [\\w./]+\\(\\d+\\) \\[([\\w ]+)=[\\d.]+\\]", "[$1]")
        .replaceAll("rsync error: received SIGUSR1 .*\n", "")
        .replaceAll("(sent|received|bytes sent:|received:) [\\d,]+( bytes)?", "$1")
        .replaceAll("[\\d,.]+ bytes/sec", "")
        .replaceAll("speedup is [\\d,.]+", "speedup")
        .replaceAll("File list (size|generation|transfer).*\n", "")
        .lines()
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  @TestFactory
  Stream<DynamicTest> writtenByEitherAndReadByEither() {
    String read = "cp -a old dst; $R -aHi${X-X} --delete --stats --read-batch=B dst/;" + SAME;
    List<List<String>> scenes = new ArrayList<>();
    for (String write :
        List.of(
            "$W -aHXi --delete --stats --write-batch=B src/ dst/",
            "$W -aHXiz --delete --only-write-batch=B src/ dst/",
            // A batch of this version does not tell that it is without attributes.
            "X=; $W -aHi --delete --protocol=29 --write-batch=B src/ dst/",
            "$W -aHXi --no-i-r --delete --only-write-batch=B -e ../shell --rsync-path=$S h:src/ dst",
            "$W -aHXi --delete --only-write-batch=B -e ../shell --rsync-path=$S src/ h:dst/",
            "$W -aHi --protocol=30 --fake-super --write-batch=B -e ../shell --rsync-path=$S h:src/"
                + " dst/")) {
      scenes.add(
          List.of(
              write,
              "cp -a old dst; "
                  + write
                  + "; echo $?;"
                  + SAME
                  + "; sed \"s/^'[^']*'//\" B.sh; stat -c '%n %a' B B.sh; rm -rf dst; "
                  + read
                  + "; $R -aHv${X-X} --delete --read-batch=B dst; echo $?"));
    }
    return scenes.stream()
        .map(scene ->
            DynamicTest.dynamicTest(
                scene.getFirst(),
                () -> {
                  String script = scene.getLast();
                  Path ours = Jrsync.binary();
                  String expected = play(theirs(), theirs(), theirs(), script);
                  assertThat(expected).contains("status 0").doesNotContain("rsync error");
                  assertThat(play(ours, theirs(), theirs(), script)).isEqualTo(expected);
                  assertThat(play(theirs(), ours, ours, script)).isEqualTo(expected);
                }));
  }

  /** The server of a copy goes by the batch even where it has options of its own. */
  @Test
  void serversWithOptionsOfTheirOwnAgreeOnTheBatch() {
    String copy =
        "cp -a old dst; $W -aH -M--fsync --delete --write-batch=B src/ dst/; diff -r src dst;"
            + " rm -rf dst; cp -a old dst; $R -aH --delete --read-batch=B dst/; diff -r src dst";
    assertThat(play(Jrsync.binary(), theirs(), theirs(), copy)).isEqualTo("status 0");
  }

  /** All but the statistics, which come at the end, has the same bytes. */
  @Test
  void theBytesAreTheSame() throws IOException {
    String script =
        "cp -a old dst; $W -aHX --checksum-seed=5 --write-batch=B src/ dst/; touch -d @1 dst;"
            + " cp B ../B.$N";
    play(theirs(), theirs(), theirs(), "N=theirs;" + script);
    byte[] theirs = Files.readAllBytes(scratch.path().resolve("B.theirs"));
    play(Jrsync.binary(), theirs(), theirs(), "N=ours;" + script);
    byte[] ours = Files.readAllBytes(scratch.path().resolve("B.ours"));
    assertThat(ours).hasSameSizeAs(theirs);
    // Times in nanoseconds differ from run to run where a script could not set them.
    int end = theirs.length - 24;
    assertThat(Arrays.copyOf(ours, 8)).isEqualTo(Arrays.copyOf(theirs, 8));
    assertThat(Arrays.copyOfRange(ours, 200, end)).isEqualTo(Arrays.copyOfRange(theirs, 200, end));
  }

  @TestFactory
  Stream<DynamicTest> mistakesAreToldAsByRsync() {
    return Stream.of(
            "$R -a --read-batch=nowhere dst",
            "$R -a --read-batch=old dst",
            "$R -a --read-batch=/dev/null dst",
            "$R -a --read-batch=B h:dst",
            "$R -a --read-batch=B --write-batch=C dst",
            "$R -a --read-batch=B --files-from=x dst",
            "$R -a --read-batch=B --remove-source-files dst",
            "$R -a --write-batch=$(printf %0257d 1) src/ dst",
            "$R -an --write-batch=N src/ dst; ls N",
            "$R -v --read-batch=B dst",
            "$R -rv --read-batch=B dst",
            "$R -a --delete-after -v --read-batch=B dst",
            "$R -ain --delete --read-batch=B old; ls old",
            "$R -ai --read-batch=- dst <B",
            "mkfifo F; cat B >F & $R -ai --read-batch=F dst",
            "head -c 6 B >T; $R -a --read-batch=T dst",
            "printf '\\377\\0\\0\\0\\50\\0\\0\\0' >T; $R -a --read-batch=T dst",
            // A basis that is not what it was, and an update that the batch does not have.
            "$R -ai --no-i-r --only-write-batch=C src/ old/; echo 4 >>old/d/b;"
                + " $R -ai --no-i-r --read-batch=C old/",
            "$R -a --only-write-batch=C --exclude=b --exclude=h src/ dst/; $W -a src/ dst/;"
                + " touch -d @5 dst/a; $R -aiI --read-batch=C dst/; cmp src/a dst/a")
        .map(script ->
            DynamicTest.dynamicTest(
                script,
                () -> {
                  String all = "$W -a --write-batch=B src/ x/;" + script + "; echo $?";
                  assertThat(play(theirs(), Jrsync.binary(), theirs(), all))
                      .isEqualTo(play(theirs(), theirs(), theirs(), all));
                }));
  }

  /** A batch that ends too soon or was damaged leaves no half file; rsync may wait for ever. */
  @Test
  void aDamagedBatchIsToldAndLeavesNothingUnfinished() throws IOException {
    play(
        theirs(),
        theirs(),
        theirs(),
        "$W -aH --write-batch=B src/ x/; cp -a B ../B; cp -a src ../src; cp -a old ../old");
    byte[] whole = Files.readAllBytes(scratch.path().resolve("B"));
    for (int length : new int[] {0, 7, 40, whole.length / 2, whole.length - 1}) {
      Files.write(scratch.path().resolve("T"), Arrays.copyOf(whole, length));
      Result result = readInto("T");
      assertThat(result.exitCode()).as("%d bytes", length).isEqualTo(12);
      assertThat(result.err())
          .startsWith("rsync: connection unexpectedly closed (")
          .hasLineCount(2);
      assertNothingUnfinished();
    }
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i < 8; i++) {
      byte[] damaged = whole.clone();
      for (int n = 0; n < 5; n++) {
        damaged[20 + random.nextInt(whole.length - 20)] = (byte) random.nextInt();
      }
      Files.write(scratch.path().resolve("T"), damaged);
      Result result = readInto("T");
      assertThat(result.err()).doesNotContain("internal error", "Exception");
      assertNothingUnfinished();
    }
  }

  private Result readInto(String batch) {
    Command.of("/bin/sh", "-ec", "rm -rf dst; cp -a old dst")
        .in(scratch.path())
        .run()
        .expectSuccess();
    return Command.of(Jrsync.binary(), "-aH", "--read-batch=" + batch, "dst")
        .in(scratch.path())
        .limit(Duration.ofSeconds(20))
        .run();
  }

  /** Each file is as it was or as it should be. */
  private void assertNothingUnfinished() throws IOException {
    Path dst = scratch.path().resolve("dst");
    try (Stream<Path> files = Files.walk(dst)) {
      for (Path file : files.filter(f -> Files.isRegularFile(f)).toList()) {
        assertThat(file.getFileName().toString()).doesNotStartWith(".");
        String path = dst.relativize(file).toString();
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(content)
            .as(path)
            .isIn(textOf("src", path), textOf("old", path), textOf("src", "a"));
      }
    }
  }

  private String textOf(String tree, String path) throws IOException {
    Path file = scratch.path().resolve(tree).resolve(path);
    return Files.isRegularFile(file)
        ? Files.readString(file, StandardCharsets.ISO_8859_1)
        : "not there";
  }
}
