package org.jrsync.interop.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Running;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which threads a daemon has in each model, and what they are called. */
class ModelThreadsTest {
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private final Scratch scratch = new Scratch();

  @AfterEach
  void end() {
    scratch.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"threads", "hybrid", "virtual"})
  void sessionsAreNamedAndCarriersAreThereOnlyWhereTheyAreNeeded(String model) throws Exception {
    Files.write(scratch.folder("src").resolve("file"), new byte[1_000_000]);
    String config =
        "listener = "
            + model
            + "\nreverse lookup = no\n"
            + Module.readOnly("src", scratch.folder("src")).section(ROOT);
    try (RsyncDaemon daemon =
            RsyncDaemon.startWith(Jrsync.binary(), scratch.folder("daemon"), config);
        Socket idle = new Socket(InetAddress.getLoopbackAddress(), daemon.port());
        Running pull =
            Running.start(
                scratch,
                Command.of(
                    Peers.NEWEST.orSkip().binary(),
                    "-rW",
                    "--bwlimit=50",
                    daemon.url("src/"),
                    scratch.folder("copy") + "/"))) {
      assertThat(idle.getInputStream().read()).isEqualTo('@');
      String dump = "";
      for (int i = 0; i < 100 && !named(dump); i++) {
        dump = dump(daemon);
      }
      assertThat(pull.isAlive()).isTrue();
      assertThat(dump)
          .containsPattern("session \\d+ 127\\.0\\.0\\.1 src\"")
          .containsPattern("session \\d+ 127\\.0\\.0\\.1\"");
      Set<String> threads = systemThreads(daemon);
      if (model.equals("threads")) {
        assertThat(threads).noneMatch(name -> name.startsWith("ForkJoinPool"));
      } else {
        assertThat(threads).anyMatch(name -> name.startsWith("ForkJoinPool"));
      }
    }
  }

  private static boolean named(String dump) {
    return dump.contains("127.0.0.1 src\"") && dump.contains("127.0.0.1\"");
  }

  private String dump(RsyncDaemon daemon) throws IOException {
    Path file = scratch.path().resolve("dump.json");
    Files.deleteIfExists(file);
    Command.of(
            Path.of(System.getProperty("java.home"), "bin", "jcmd"),
            Long.toString(daemon.pid()),
            "Thread.dump_to_file",
            "-format=json",
            file.toString())
        .run()
        .expectSuccess();
    return Files.readString(file);
  }

  private static Set<String> systemThreads(RsyncDaemon daemon) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + daemon.pid() + "/task"))) {
      for (Path task : tasks.toList()) {
        try {
          names.add(Files.readString(task.resolve("comm")).strip());
        } catch (NoSuchFileException e) {
          assertThat(task).as("a thread that has ended").doesNotExist();
        }
      }
    }
    return names;
  }
}
