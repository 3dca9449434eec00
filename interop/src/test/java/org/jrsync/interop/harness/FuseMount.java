package org.jrsync.interop.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jrsync.interop.peer.PeerMissing;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.junit.jupiter.api.Assumptions;

/**
 * A folder seen through a FUSE file system whose server can be frozen, as a network disk whose
 * server is gone. While it is frozen whoever looks into it waits: tests must not.
 */
public final class FuseMount implements AutoCloseable {
  private static final long LIMIT_SECONDS = 10;
  private static final long IDLE_MILLIS = 300;
  private static final int ATTEMPTS = 5;

  private final Process server;
  private final Path at;

  private FuseMount(Process server, Path at) {
    this.server = server;
    this.at = at;
  }

  /**
   * Mounts it; only root can. A system without FUSE fails the test.
   *
   * @param shown the folder with the files
   * @param at an empty folder
   */
  public static FuseMount mount(Path shown, Path at) {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "a FUSE file system is mounted as root");
    assertThat(Path.of("/dev/fuse")).as("what this test cannot do without").exists();
    Path program;
    try {
      program = Peers.fuseServer();
    } catch (PeerMissing e) {
      throw new AssertionError(e);
    }
    Path output = shown.resolveSibling("fuse.out");
    ProcessBuilder builder = Command.of(program, "-f", shown.toString(), at.toString()).builder();
    builder.redirectInput(Path.of("/dev/null").toFile());
    builder.redirectOutput(output.toFile()).redirectErrorStream(true);
    try {
      FuseMount mount = new FuseMount(builder.start(), at);
      if (!mount.comesAbout(mount::isMounted)) {
        mount.close();
        throw new AssertionError("no FUSE file system: " + Files.readString(output));
      }
      return mount;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isMounted() {
    return lines("/proc/self/mountinfo").stream().anyMatch(line -> line.contains(" " + at + " "));
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean comesAbout(BooleanSupplier what) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (server.isAlive() && System.nanoTime() < end) {
      if (what.getAsBoolean()) {
        return true;
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  /**
   * From now on the file system answers nothing. It is stopped with no request in its hands: the
   * kernel lets nobody go, not even one who is killed, before such a request is answered.
   */
  public void freeze() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      assertThat(comesAbout(this::isIdle)).as("idle").isTrue();
      Running.signal(server.pid(), "STOP");
      assertThat(comesAbout(this::isStopped)).as("stopped").isTrue();
      if (all("syscall", line -> line.startsWith("0 "))) {
        // All were stopped in their read of the next request.
        return;
      }
      thaw();
    }
    throw new AssertionError("the file system is never idle");
  }

  /** Whether all threads wait for requests, and have none for a while. */
  private boolean isIdle() {
    List<String> before = switches();
    try {
      Thread.sleep(IDLE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return all("wchan", line -> line.equals("fuse_dev_do_read")) && switches().equals(before);
  }

  /** How often each thread has left the processor: every request makes one do so. */
  private List<String> switches() {
    List<String> counts = new ArrayList<>();
    boolean _ = all("status", line -> line.startsWith("voluntary") && counts.add(line));
    return counts;
  }

  /** Whether all threads have stopped: one that runs on could still answer. */
  private boolean isStopped() {
    return all("status", line -> line.startsWith("State:\tT"));
  }

  /** Whether a file that the kernel has of each thread has such a line. */
  private boolean all(String file, Predicate<String> wanted) {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + server.pid() + "/task"))) {
      return threads.allMatch(
          thread -> lines(thread.resolve(file).toString()).stream().anyMatch(wanted));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It answers again, what it was asked meanwhile too. */
  public void thaw() {
    Running.signal(server.pid(), "CONT");
  }

  @Override
  public void close() {
    thaw();
    Command.of("umount", "-l", at.toString()).run();
    server.destroy();
    try {
      if (!server.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.destroyForcibly();
    }
  }
}
