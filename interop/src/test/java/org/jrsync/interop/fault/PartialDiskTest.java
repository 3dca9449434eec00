package org.jrsync.interop.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Running;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.harness.SmallDisk;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partial directories on a file system of their own, where a renaming has to be a copy. */
class PartialDiskTest {
  private static final int SIZE = 400_000;
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Scratch scratch = new Scratch();
  private final Path source = scratch.folder("src");
  private final Path copy = scratch.folder("dst");

  private Path file() throws IOException {
    byte[] data = new byte[SIZE];
    for (int i = 0; i < SIZE; i++) {
      data[i] = (byte) (i * 31 + i / 251);
    }
    Path file = Files.write(source.resolve("f"), data);
    Command.of("chmod", "640", file.toString()).run().expectSuccess();
    Command.of("chown", "1000:1000", file.toString()).run().expectSuccess();
    Command.of("touch", "-d", "@1000000000", file.toString(), copy.toString()).run();
    return file;
  }

  private Command jrsync(Path partial, String... options) {
    List<String> words = new ArrayList<>(List.of("-a", "--partial-dir=" + partial));
    words.addAll(List.of(options));
    words.add(source + "/");
    words.add(copy + "/");
    return Command.of(Jrsync.binary(), words);
  }

  private static void cutOff(Path file, Path partial) throws IOException {
    byte[] data = Files.readAllBytes(file);
    Files.write(partial.resolve("f"), java.util.Arrays.copyOf(data, SIZE / 2));
  }

  private static String attributes(Path file) {
    return Command.of("stat", "-c", "%s %a %u %g %Y", file.toString()).run().out();
  }

  private static List<String> names(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--protocol=33", "--protocol=29"})
  void fileIsFinishedFromAnotherDisk(String protocol) throws IOException {
    Path partial = scratch.folder("partial");
    try (scratch;
        SmallDisk disk = SmallDisk.mount(partial, 2048)) {
      assertThat(disk).isNotNull();
      Path file = file();
      cutOff(file, partial);
      jrsync(partial, protocol, "--no-W").limit(SOON).run().expectSuccess();
      assertThat(copy.resolve("f")).hasSameBinaryContentAs(file);
      assertThat(attributes(copy.resolve("f"))).isEqualTo(attributes(file));
      assertThat(names(copy)).containsExactly("f");
      assertThat(names(partial)).isEmpty();
    }
  }

  @Test
  void fileIsFinishedFromADiskMountedInTheDestination() throws IOException {
    Path partial = Files.createDirectory(copy.resolve(".part"));
    try (scratch;
        SmallDisk disk = SmallDisk.mount(partial, 2048)) {
      assertThat(disk).isNotNull();
      Path file = file();
      cutOff(file, partial);
      jrsync(Path.of(".part")).limit(SOON).run().expectSuccess();
      assertThat(copy.resolve("f")).hasSameBinaryContentAs(file);
      assertThat(attributes(copy.resolve("f"))).isEqualTo(attributes(file));
      assertThat(names(partial)).isEmpty();
    }
  }

  /** What arrived stays with the partial files, and no part of it gets the final name. */
  @Test
  void destinationThatIsTooSmallLosesNothing() throws IOException {
    Path partial = scratch.folder("partial");
    try (scratch;
        SmallDisk disk = SmallDisk.mount(partial, 2048);
        SmallDisk small = SmallDisk.mount(copy, 300)) {
      assertThat(disk).isNotNull();
      assertThat(small).isNotNull();
      Path file = file();
      cutOff(file, partial);
      Result result = jrsync(partial).limit(SOON).run();
      assertThat(result.exitCode()).as(result.toString()).isEqualTo(23);
      assertThat(result.err())
          .startsWith(
              "rsync: [receiver] write \""
                  + copy
                  + "/f\": No space left on device (28)\n"
                  + "rsync: [receiver] copy \""
                  + partial
                  + "/f\" -> \"f\": No space left on device"
                  + " (28)\n");
      assertThat(names(copy)).isEmpty();
      assertThat(partial.resolve("f")).hasSameBinaryContentAs(file);
    }
  }

  /** Far less than a write buffer has arrived, which is kept all the same. */
  @Test
  void interruptedFileIsKeptOnAnotherDisk() throws Exception {
    Path partial = scratch.folder("partial");
    try (scratch;
        SmallDisk disk = SmallDisk.mount(partial, 2048)) {
      assertThat(disk).isNotNull();
      Path file = file();
      try (Running running = Running.start(scratch, jrsync(partial, "--bwlimit=80"))) {
        long end = System.nanoTime() + SOON.toNanos();
        while (names(copy).isEmpty() && running.isAlive() && System.nanoTime() < end) {
          Thread.sleep(20);
        }
        Thread.sleep(1500);
        Running.signal(running.pid(), "INT");
        Result result = running.await(SOON);
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(20);
      }
      assertThat(names(copy)).isEmpty();
      byte[] kept = Files.readAllBytes(partial.resolve("f"));
      assertThat(kept.length).isBetween(1, SIZE - 1);
      assertThat(kept).isEqualTo(java.util.Arrays.copyOf(Files.readAllBytes(file), kept.length));
      assertThat(attributes(partial.resolve("f"))).contains(" 640 1000 1000 ");
    }
  }
}
