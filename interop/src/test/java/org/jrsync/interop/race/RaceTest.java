package org.jrsync.interop.race;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jrsync.client.Message;
import org.jrsync.client.Rsync;
import org.jrsync.client.TransferListener;
import org.jrsync.daemon.LocalDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.jrsync.posix.TreeHook;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole transfers, each run as often as there are moments between the walk to a path and its use;
 * in each run one of them sees a directory, or the name itself, become a link that leads out of the
 * tree. Nothing there is read, written or changed. The same on a tree that is not confined is led
 * astray at every kind of call.
 */
@Isolated("its hook is called by every transfer in the process")
class RaceTest {
  /** The calls that follow a link at the end of a path when nothing forbids it. */
  private static final Set<String> FOLLOWING =
      Set.of("openat", "fchmodat2", "fchownat", "utimensat", "setxattr");

  /** The calls that change nothing, and whose answers a receiving side tells nobody. */
  private static final Set<String> UNSEEN = Set.of("getxattr", "listxattr");

  /** What ends a transfer whose basis file is gone when it is needed, as rsync has it. */
  static final String NO_BASIS = "got a block match with no basis file";

  private static final int MANY = 20;

  private static Scratch scratch = new Scratch();
  private static RaceWorld world = new RaceWorld(scratch.path());
  private static Pauses pauses = new Pauses();
  private static LocalDaemon daemon = new LocalDaemon("", null);
  private static LocalDaemon careless = daemon;
  private static boolean rooted;

  /** How the raced tree takes part. */
  enum Way {
    /** A module, by turns with and without {@code use chroot}. */
    MODULE,
    /** One end of a local copy. */
    LOCAL,
    /** A module whose tree does not confine. */
    CARELESS
  }

  private record Ended(int exitCode, String out, String err) {}

  @BeforeAll
  static void start() {
    daemon.close();
    scratch.close();
    scratch = new Scratch();
    world = new RaceWorld(scratch.path());
    pauses = new Pauses();
    boolean root = "root".equals(System.getProperty("user.name"));
    String own = root ? "uid = root\ngid = root\n" : "";
    String module = "  read only = no\n  path = " + world.raced + "\n";
    String text =
        own
            + "reverse lookup = no\n[rooted]\n  use chroot = yes\n"
            + module
            + "[plain]\n  use chroot = no\n  munge symlinks = no\n"
            + module;
    daemon = new LocalDaemon(text, null);
    careless = new LocalDaemon(text, any -> new UnconfinedTree(world.raced, pauses::reach));
    TreeHook.set(pauses::reach);
  }

  @AfterAll
  static void stop() {
    TreeHook.set(null);
    daemon.close();
    careless.close();
    scratch.close();
  }

  static Stream<Arguments> confined() {
    Stream.Builder<Arguments> all = Stream.builder();
    for (Way way : List.of(Way.MODULE, Way.LOCAL)) {
      for (Scenario scenario : Scenario.all()) {
        if (way == Way.LOCAL && !scenario.local()) {
          continue;
        }
        for (Flip flip : Flip.values()) {
          all.add(Arguments.of(way, scenario, flip));
        }
      }
    }
    return all.build();
  }

  static Stream<Arguments> careless() {
    Stream.Builder<Arguments> all = Stream.builder();
    for (Scenario scenario : Scenario.all()) {
      for (Flip flip : Flip.values()) {
        all.add(Arguments.of(scenario, flip));
      }
    }
    return all.build();
  }

  @ParameterizedTest
  @MethodSource
  void confined(Way way, Scenario scenario, Flip flip) {
    List<Pauses.Pause> missed = new ArrayList<>();
    List<Pauses.Pause> all = moments(way, scenario, flip);
    // A local tree is what a module's is without chroot: some of the moments are enough.
    int step = way == Way.LOCAL && all.size() > MANY ? 3 : 1;
    for (int i = 0; i < all.size(); i += step) {
      Pauses.Pause pause = all.get(i);
      Ended ended = race(way, scenario, flip, pause);
      if (!pauses.acted()) {
        missed.add(pause);
        continue;
      }
      String what = pause + ": " + ended;
      assertThat(world.escaped(ended.out())).as(what).isEmpty();
      if (!ended.err().contains(NO_BASIS)) {
        assertThat(ended.exitCode()).as(what).isIn(scenario.codes());
      }
      assertThat(ended.err()).as(what).doesNotContain("Exception", "\tat ");
      assertThat(daemon.takeLog()).as(what).doesNotContain("Exception", "\tat ");
    }
    // Two threads at work do not come by the same moments in every run.
    assertThat(missed).hasSizeLessThanOrEqualTo(1 + all.size() / 10);
  }

  @ParameterizedTest
  @MethodSource
  void careless(Scenario scenario, Flip flip) {
    world.reset(scenario);
    assumeTrue(world.sentinel.seesReading(), "the file system keeps no access times");
    Set<String> calls = new TreeSet<>();
    Set<String> astray = new TreeSet<>();
    for (Pauses.Pause pause : moments(Way.CARELESS, scenario, flip)) {
      if (!pause.path().startsWith("dir/")
          || (scenario.push() && UNSEEN.contains(pause.call()))
          || (flip == Flip.LEAF && !FOLLOWING.contains(pause.call()))) {
        continue;
      }
      calls.add(pause.call());
      if (!astray.contains(pause.call())) {
        Ended ended = race(Way.CARELESS, scenario, flip, pause);
        if (!world.escaped(ended.out()).isEmpty()) {
          astray.add(pause.call());
        }
      }
    }
    assertThat(astray).isEqualTo(calls);
    // A file that is linked to instead of written has no call that would follow a link at its end.
    assertThat(calls.isEmpty()).isEqualTo(scenario.linked() && flip == Flip.LEAF);
  }

  /** The moments of a run in which nothing happens, at which something could. */
  private static List<Pauses.Pause> moments(Way way, Scenario scenario, Flip flip) {
    world.reset(scenario);
    pauses.watch(threads(way, scenario));
    Ended ended = run(way, scenario);
    assertThat(ended.exitCode()).as(ended.toString()).isZero();
    assertThat(world.escaped(ended.out())).isEmpty();
    List<Pauses.Pause> all = new ArrayList<>(pauses.seen());
    all.removeIf(pause -> !scenario.cares(flip, pause));
    assertThat(all).isNotEmpty();
    return all;
  }

  private static Ended race(Way way, Scenario scenario, Flip flip, Pauses.Pause pause) {
    world.reset(scenario);
    pauses.actAt(pause, threads(way, scenario), path -> world.flip(flip, path));
    return run(way, scenario);
  }

  /** In a local copy the thread that asks is the sender. */
  private static Predicate<Thread> threads(Way way, Scenario scenario) {
    Thread self = Thread.currentThread();
    return way == Way.LOCAL ? thread -> (thread == self) != scenario.push() : thread -> true;
  }

  private static Ended run(Way way, Scenario scenario) {
    return way == Way.LOCAL ? copy(scenario) : client(way, scenario);
  }

  private static Ended client(Way way, Scenario scenario) {
    int port = (way == Way.CARELESS ? careless : daemon).port();
    rooted = way == Way.MODULE && !rooted;
    String module = rooted ? "rooted/" : "plain/";
    String url = "rsync://127.0.0.1:" + port + "/" + module;
    List<String> words = new ArrayList<>(scenario.options(""));
    // Otherwise each of the small messages waits for the one before to be acknowledged.
    words.add("--sockopts=TCP_NODELAY");
    if (scenario.push()) {
      words.add(scenario.relative() ? world.peer + "/./dir" : world.peer + "/");
      words.add(url);
    } else {
      scenario.paths().forEach(path -> words.add(url + path));
      words.add(world.peer + "/");
    }
    Result result =
        Command.of(Peers.NEWEST.orSkip().binary(), words).limit(Duration.ofSeconds(20)).run();
    return new Ended(result.exitCode(), result.out(), result.err());
  }

  private static Ended copy(Scenario scenario) {
    StringBuilder out = new StringBuilder();
    StringBuilder err = new StringBuilder();
    Rsync.Builder builder = Rsync.builder();
    scenario.options(world.raced.toString()).forEach(builder::option);
    Path from = scenario.push() ? world.peer : world.raced;
    List<String> paths =
        scenario.push() ? List.of(scenario.relative() ? "dir" : "") : scenario.paths();
    for (String path : paths) {
      builder.source((from + (scenario.relative() ? "/./" : "/") + path).getBytes(UTF_8));
    }
    builder.destination((scenario.push() ? world.raced : world.peer) + "/");
    builder.listener(
        new TransferListener() {
          @Override
          public void message(Message message) {
            (message.kind() == Message.Kind.INFO ? out : err).append(message.text()).append('\n');
          }
        });
    int code = builder.build().run().exitCode();
    return new Ended(code, out.toString(), err.toString());
  }
}
