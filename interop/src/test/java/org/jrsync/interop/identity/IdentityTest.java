package org.jrsync.interop.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Running;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.jrsync.interop.tree.TreeSnapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A daemon of user 0 whose sessions act as their modules' users: each session's own threads do, and
 * no other thread of the process ever.
 */
@ParameterizedClass
@ValueSource(strings = {"threads", "hybrid", "virtual"})
class IdentityTest {
  @Parameter String model = "";

  private static final int ONE = 12_345;
  private static final int TWO = 23_456;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Scratch scratch = new Scratch();

  @BeforeEach
  void needsRoot() {
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can serve as other users");
  }

  @AfterEach
  void removeScratch() {
    scratch.close();
  }

  /** Whoever watches the time of a session must not have been started by it. */
  @Test
  void sessionsWithATimeoutLeaveNoThreadThatIsTheirUser() throws Exception {
    Path served = scratch.folder("served");
    new Disk(served).file(Name.of("file"), 0644, "content".getBytes(StandardCharsets.US_ASCII));
    String module = "[m]\n  path = " + served + "\n  uid = nobody\n  gid = nogroup\n";
    try (RsyncDaemon daemon =
        RsyncDaemon.startWith(
            Jrsync.binary(),
            scratch.folder("daemon"),
            "listener = " + model + "\n" + module + "  timeout = 60\n")) {
      for (int i = 0; i < 4; i++) {
        pull(daemon, "m/", "copy" + i).run().expectSuccess();
      }
      watch(daemon).assertAllAreTheProcess();
    }
  }

  @Test
  void modulesOfTwoUsersAreServedAtOnce() throws Exception {
    Path source = scratch.folder("source");
    IntStream.range(0, 300)
        .forEach(i -> new Disk(source).file(Name.of("file" + i), 0600, new byte[1000]));
    new Disk(source).file(Name.of("large"), 0600, new byte[600_000]);
    StringBuilder modules = new StringBuilder();
    for (int user : new int[] {ONE, TWO}) {
      Path own = scratch.folder("of" + user);
      new Disk(own).owner(Name.of(""), user, user);
      modules.append(module("own" + user, user, own));
      modules.append(module("other" + user, user == ONE ? TWO : ONE, own));
    }
    try (RsyncDaemon daemon =
        RsyncDaemon.startWith(
            Jrsync.binary(),
            scratch.folder("daemon"),
            "listener = " + model + "\n" + modules + "timeout = 60\n")) {
      List<Running> pushes = new ArrayList<>();
      for (int round = 0; round < 3; round++) {
        pushes.add(push(daemon, source, "own" + ONE + "/" + round + "/"));
        pushes.add(push(daemon, source, "own" + TWO + "/" + round + "/"));
      }
      watch(daemon).untilTheEnd(pushes, 0);
      TreeSnapshot.of(new Disk(scratch.path()))
          .entries()
          .forEach((path, entry) -> {
            for (int user : new int[] {ONE, TWO}) {
              if (path.toString().startsWith("of" + user)) {
                assertThat(entry.stat().uid()).as(path.toString()).isEqualTo(user);
                assertThat(entry.stat().gid()).as(path.toString()).isEqualTo(user);
              }
            }
          });

      List<Running> pulls = new ArrayList<>();
      for (int user : new int[] {ONE, TWO}) {
        pulls.add(Running.start(scratch, pull(daemon, "own" + user + "/0/", "copy" + user)));
        pulls.add(Running.start(scratch, pull(daemon, "other" + user + "/0/", "stolen" + user)));
      }
      // A file that cannot be read is an error of the transfer (23).
      watch(daemon).untilTheEnd(pulls, 0, 23, 0, 23);
      for (int user : new int[] {ONE, TWO}) {
        assertThat(new Disk(scratch.path().resolve("copy" + user)).list(Name.of(""))).hasSize(301);
        assertThat(new Disk(scratch.path().resolve("stolen" + user)).list(Name.of(""))).isEmpty();
      }
    }
  }

  private static String module(String name, int user, Path path) {
    return "[%s]\n  path = %s\n  read only = no\n  uid = %d\n  gid = %d\n"
        .formatted(name, path, user, user);
  }

  private Running push(RsyncDaemon daemon, Path source, String to) {
    return Running.start(scratch, client("--bwlimit=500", source + "/", daemon.url(to)));
  }

  private Command pull(RsyncDaemon daemon, String from, String to) {
    return client("--bwlimit=2000", daemon.url(from), scratch.folder(to) + "/");
  }

  private static Command client(String... arguments) {
    List<String> words = new ArrayList<>(List.of("-rt"));
    words.addAll(List.of(arguments));
    return Command.of(Peers.PACKAGED.orSkip().binary(), words).limit(LIMIT);
  }

  private IdentityWatch watch(RsyncDaemon daemon) {
    return new IdentityWatch(daemon, model, Set.of(ONE, TWO), LIMIT);
  }
}
