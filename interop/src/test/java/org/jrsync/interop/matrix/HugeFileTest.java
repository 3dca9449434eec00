package org.jrsync.interop.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.jrsync.interop.tree.Stat;
import org.junit.jupiter.api.Test;

/**
 * A sparse file of more than 4 GiB: sizes and offsets beyond 32 bits, and holes that stay holes.
 */
class HugeFileTest {
  private static final Name FILE = Name.of("huge");
  private static final long SIZE = (4L << 30) + 123_457;
  private static final long[] DATA = {0, (2L << 30) - 50, (4L << 30) - 7, SIZE - 1000};

  @Test
  void pulledFromOurDaemonByARealClient() {
    transfer(Peers.PACKAGED.orSkip().binary(), Jrsync.binary(), false);
  }

  @Test
  void pushedByOurClientToARealDaemon() {
    transfer(Jrsync.binary(), Peers.PACKAGED.orSkip().binary(), true);
  }

  @Test
  void pulledByOurClientFromARealDaemon() {
    transfer(Jrsync.binary(), Peers.PACKAGED.orSkip().binary(), false);
  }

  private static void transfer(Path client, Path server, boolean push) {
    try (Scratch scratch = new Scratch()) {
      Path source = scratch.folder("src");
      Path copy = scratch.folder("dst");
      Disk from = new Disk(source);
      RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
      byte[] piece = new byte[1000];
      for (long offset : DATA) {
        random.nextBytes(piece);
        from.write(FILE, offset, piece);
      }
      assertThat(from.stat(FILE).map(Stat::size)).contains(SIZE);
      try (RsyncDaemon daemon =
          RsyncDaemon.start(
              server,
              scratch.folder("daemon"),
              List.of(Module.readOnly("src", source), Module.writable("dst", copy)))) {
        String there = push ? daemon.url("dst/") : copy + "/";
        String here = push ? source + "/" : daemon.url("src/");
        // Compression makes the zeros cheap to carry; the options are those that people use for
        // disk images.
        Command.of(client, "-aSz", here, there).limit(Duration.ofMinutes(4)).run().expectSuccess();
      }
      Disk to = new Disk(copy);
      Stat wanted = from.stat(FILE).orElseThrow();
      Stat found = to.stat(FILE).orElseThrow();
      assertThat(found.size()).isEqualTo(SIZE);
      assertThat(found.blocks()).as("blocks allocated").isLessThan(4096);
      assertThat(found.seconds()).isEqualTo(wanted.seconds());
      for (long offset : DATA) {
        long before = Math.max(0, offset - 5000);
        assertThat(to.read(FILE, before, 12_000))
            .as("at " + offset)
            .isEqualTo(from.read(FILE, before, 12_000));
      }
    }
  }
}
