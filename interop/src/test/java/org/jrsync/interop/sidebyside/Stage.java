package org.jrsync.interop.sidebyside;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.RemoteShell;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.DynamicTest;

/** Where scenes are played, each time in the same folder, made anew. */
final class Stage implements AutoCloseable {
  private static final String LIST =
      "find . -mindepth 1 -printf '%P %y %m %s %n %l\\n' | LC_ALL=C sort;"
          + " find . -type f -print0 | LC_ALL=C sort -z | xargs -0r cksum";

  private final String look;
  private final List<String> moduleLines;
  private final Scratch scratch = new Scratch();
  private final Path work = scratch.path().resolve("work");
  private final Path shell = RemoteShell.startingIn(scratch, work);
  private final Map<Path, RsyncDaemon> daemons = new ConcurrentHashMap<>();

  /** What can be seen of a run. */
  record Outcome(int status, String out, String err, String tree) {}

  Stage() {
    this("");
  }

  /**
   * @param look a shell script that prints what else of the trees is compared
   */
  Stage(String look) {
    this(look, List.of());
  }

  /**
   * @param look a shell script that prints what else of the trees is compared
   * @param moduleLines what else the daemon's module says
   */
  Stage(String look, List<String> moduleLines) {
    this.look = LIST + look;
    this.moduleLines = new ArrayList<>(List.of("use chroot = no", "munge symlinks = no"));
    this.moduleLines.addAll(moduleLines);
  }

  /** A test for each scene, which {@link #compare} makes. */
  Stream<DynamicTest> tests(List<Scene> scenes) {
    return scenes.stream()
        .map(scene ->
            DynamicTest.dynamicTest(
                scene.route() + ": " + scene.title() + " " + scene.options(),
                () -> compare(scene)));
  }

  /** Plays a scene with our client, and with our server, and compares with rsync alone. */
  void compare(Scene scene) {
    Path theirs = Peers.NEWEST.orSkip().binary();
    Path ours = Jrsync.binary();
    Reference<Outcome> expected = new Reference<>(() -> play(scene, theirs, theirs));
    expected.expect("our client", play(scene, ours, theirs));
    if (scene.route() != Scene.Route.LOCAL) {
      expected.expect("our server", play(scene, theirs, ours));
    }
  }

  Outcome play(Scene scene, Path client, Path server) {
    sh(scratch.path(), "rm -rf work && mkdir work");
    sh(work, scene.setup());
    Result result = Command.of(client, words(scene, server)).in(work).run();
    String tree = sh(work, look).out();
    return new Outcome(
        result.exitCode(),
        shown(scene, same(result.out(), server)),
        shown(scene, same(result.err(), server)),
        tree);
  }

  private static String shown(Scene scene, String text) {
    return scene.ordered() ? text : text.lines().sorted().collect(Collectors.joining("\n"));
  }

  private static Result sh(Path folder, String script) {
    return Command.of("/bin/sh", "-ec", script).in(folder).run().expectSuccess();
  }

  private List<String> words(Scene scene, Path server) {
    List<String> words = new ArrayList<>(scene.options());
    String host = "";
    switch (scene.route()) {
      case LOCAL -> {}
      case PULL_BY_SHELL, PUSH_BY_SHELL -> {
        words.add("--rsh=" + shell);
        words.add("--rsync-path=" + server);
        host = "host:";
      }
      case PULL_FROM_DAEMON, PUSH_TO_DAEMON -> host = daemon(server).url("work/");
    }
    words.add(scene.route().pulls() ? host + scene.source() : scene.source());
    words.add(scene.route().pulls() ? scene.destination() : host + scene.destination());
    return words;
  }

  private RsyncDaemon daemon(Path server) {
    return daemons.computeIfAbsent(
        server,
        program ->
            RsyncDaemon.start(
                program,
                scratch.folder("daemon-" + daemons.size()),
                List.of(new Module("work", work, true, moduleLines))));
  }

  /**
   * Without what has to differ: program names, places in sources, ports, speeds and byte counts.
   */
  private String same(String text, Path server) {
    return text.replace(server.toString(), "SERVER")
        .replaceAll("rsync error: received SIGUSR1 .*\n", "")
        .replaceAll("at [\\w./]+\\(\\d+\\) \\[([\\w ]+)=[\\d.]+\\]", "[$1]")
        .replaceAll("port \\d+", "port N")
        .replaceAll("\\(\\d+ bytes received so far\\)", "(N bytes received so far)")
        .replaceAll("sent [\\d,]+ bytes  received [\\d,]+ bytes  [\\d,.]+ bytes/sec", "sent")
        .replaceAll("speedup is [\\d,.]+", "speedup")
        .replaceAll(" +[\\d.]+[kMG]?B/s +[\\d?]+:[\\d?]+:[\\d?]+", " RATE");
  }

  @Override
  public void close() {
    daemons.values().forEach(RsyncDaemon::close);
    scratch.close();
  }
}
