package org.jrsync.interop.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;

/** Runs the same thing with rsync 3.5.1 and with jrsync and compares what they say. */
final class SideBySide {
  private final Map<String, String> environment = new TreeMap<>();
  private byte[] input = {};

  static Path theirs() {
    return Peers.NEWEST.orSkip().binary();
  }

  SideBySide env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  SideBySide input(byte[] bytes) {
    input = bytes.clone();
    return this;
  }

  /** Runs both and fails unless they say the same; what they said. */
  String compare(List<String> words, Path folder) {
    return compare(binary -> words, folder, folder);
  }

  /**
   * Runs both, each in a folder of its own.
   *
   * @param words the arguments for a binary
   */
  String compare(Function<Path, List<String>> words, Path theirFolder, Path ourFolder) {
    String expected = run(theirs(), words, theirFolder);
    String said = run(Jrsync.binary(), words, ourFolder);
    assertThat(said).isEqualTo(expected);
    return said;
  }

  private String run(Path binary, Function<Path, List<String>> words, Path folder) {
    Command command = Command.of(binary, words.apply(binary)).in(folder).input(input);
    environment.forEach(command::env);
    Result result = command.limit(Duration.ofSeconds(40)).run();
    return said(result).replace(folder.toString(), "HERE");
  }

  /**
   * What rsync's client comes to at a daemon.
   *
   * @param command its arguments, in which {@code USER@D/} and {@code D/} stand for the daemon's
   *     URL
   */
  static Result client(RsyncDaemon daemon, Path folder, String command) {
    String words = command.replaceAll("(\\w+@)?D/", daemon.url("").replace("//", "//$1"));
    return Command.of(theirs(), words.split(" ")).env("RSYNC_PASSWORD", "pw").in(folder).run();
  }

  /** Exit code and outputs, without figures and places in the sources, which differ. */
  static String said(Result result) {
    String all = "exit " + result.exitCode() + "\n" + result.out() + "---\n" + result.err();
    return all.replaceAll("\\) at \\S+ \\[(\\S+)=.*", ") [$1]")
        .replaceAll("(?m)^sent .* bytes +received .*", "sent")
        .replaceAll("from proxy: .*", "from proxy") // Theirs has a number from elsewhere.
        .replaceAll("(safe_read failed to read 1 bytes|read error)", "read error")
        .replaceAll("speedup is [0-9.,]+", "speedup");
  }
}
