package org.jrsync.interop.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jrsync.client.Rsync;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.jrsync.posix.TreeHook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Members of a group of hard links wait for each other, but never for one that cannot come. */
@Isolated("its hook is called by every transfer in the process")
class HardLinkTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final Scratch scratch = new Scratch();
  private final Disk source = new Disk(scratch.folder("src"));
  private final Disk copy = new Disk(scratch.folder("dst"));

  @BeforeEach
  void makeSource() {
    source.file(Name.of("one"), 0644, "content ".repeat(10_000).getBytes(US_ASCII));
    source.hardLink(Name.of("one"), Name.of("three"));
    source.hardLink(Name.of("one"), Name.of("two"));
  }

  @AfterEach
  void removeScratch() {
    TreeHook.set(null);
    scratch.close();
  }

  /** In this case rsync 3.5.1 itself waits for ever. */
  @Test
  void othersDoNotWaitForALastMemberThatFails() {
    copy.folder(Name.of("two"), 0755);
    copy.file(Name.of("two/in-the-way"), 0644, new byte[0]);
    Result result =
        Command.of(Jrsync.binary(), "-aH", "src/", "dst/").in(scratch.path()).limit(SOON).run();
    assertThat(result.expect(23).err()).contains("could not make way for new regular file: two");
    assertThat(copy.stat(Name.of("one")).orElseThrow().links()).isEqualTo(2);
    assertThat(copy.stat(Name.of("three")).orElseThrow().links()).isEqualTo(2);
  }

  /** A file that fails its check is sent again, while the others wait for it. */
  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void othersWaitForAMemberThatIsSentAgain() {
    byte[] old = "content ".repeat(10_000).getBytes(US_ASCII);
    old[0] = 'C';
    copy.file(Name.of("one"), 0644, old);
    copy.time(Name.of("one"), 900_000_000, 0);
    AtomicBoolean changed = new AtomicBoolean();
    TreeHook.set((call, path) -> {
      boolean basis =
          call.equals("openat")
              && new String(path, US_ASCII).equals("one")
              && Thread.currentThread().getName().contains("receiver");
      if (basis && !changed.getAndSet(true)) {
        copy.write(Name.of("one"), 40_000, "changed".getBytes(US_ASCII));
      }
    });
    Rsync copying =
        Rsync.builder()
            .archive(true)
            .option("-H")
            .option("--no-W")
            .contentsOf(scratch.path().resolve("src"))
            .destination(scratch.path().resolve("dst") + "/")
            .build();
    assertThat(copying.run().exitCode()).isZero();
    assertThat(changed).isTrue();
    for (String name : new String[] {"one", "two", "three"}) {
      assertThat(copy.stat(Name.of(name)).orElseThrow().links()).as(name).isEqualTo(3);
      assertThat(copy.read(Name.of(name), 0, 100_000))
          .isEqualTo(source.read(Name.of("one"), 0, 100_000));
    }
  }
}
