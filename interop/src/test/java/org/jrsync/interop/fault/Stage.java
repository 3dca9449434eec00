package org.jrsync.interop.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.jrsync.interop.record.Proxy;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.jrsync.interop.tree.TreeSnapshot;

/**
 * A daemon with a source and a place for copies, and a proxy before it, for one test of what goes
 * wrong.
 */
final class Stage implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(40);

  private final Scratch scratch = new Scratch();
  private final Path source = scratch.folder("src");
  private final Path copy = scratch.folder("dst");
  private final RsyncDaemon daemon;
  private final Proxy proxy;

  /** Starts the daemon of a program; further lines go into both of its modules. */
  Stage(Path daemonBinary, String... moduleLines) {
    daemon =
        RsyncDaemon.start(
            daemonBinary,
            scratch.folder("daemon"),
            List.of(
                Module.readOnly("src", source, moduleLines),
                Module.writable("dst", copy, moduleLines)));
    proxy = new Proxy(daemon.port());
  }

  Scratch scratch() {
    return scratch;
  }

  Path sourcePath() {
    return source;
  }

  Path copyPath() {
    return copy;
  }

  Disk source() {
    return new Disk(source);
  }

  Disk copy() {
    return new Disk(copy);
  }

  RsyncDaemon daemon() {
    return daemon;
  }

  Proxy proxy() {
    return proxy;
  }

  /** A pull or push of everything through the proxy. */
  Command client(Path binary, boolean push, String... options) {
    String url = "rsync://127.0.0.1:" + proxy.port() + "/";
    List<String> words = new ArrayList<>(List.of("-a"));
    words.addAll(List.of(options));
    words.add(push ? source + "/" : url + "src/");
    words.add(push ? url + "dst/" : copy + "/");
    return Command.of(binary, words);
  }

  /**
   * A plain message, no trace of where in the program it came from, and a daemon that still serves.
   */
  void assertPlain(Result result) {
    assertThat(result.err()).as(result.toString()).isNotBlank();
    assertThat(result.out() + result.err() + daemon.everythingLogged())
        .doesNotContain("Exception", "\tat ", "java.lang", "java.util");
    assertThat(daemon.greets()).as("the daemon goes on").isTrue();
  }

  /** No file of the copy that has a final name differs from the source's. */
  void assertNothingBroken() {
    TreeSnapshot wanted = TreeSnapshot.of(source());
    TreeSnapshot.of(copy())
        .entries()
        .forEach((path, entry) -> {
          if (entry.stat().isFile() && wanted.entries().containsKey(path)) {
            assertThat(entry.content())
                .as(path.toString())
                .isEqualTo(wanted.entries().get(path).content());
          }
        });
  }

  /** No file in the making was left behind. */
  void assertNoTemporaries() {
    assertThat(TreeSnapshot.of(copy()).entries().keySet())
        .map(Name::toString)
        .noneMatch(path -> path.startsWith(".") || path.contains("/."));
  }

  @Override
  public void close() {
    proxy.close();
    daemon.close();
    scratch.close();
  }
}
