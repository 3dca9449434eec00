package org.jrsync.interop.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.RemoteShell;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;

/**
 * Where cases are run, each time in the same folder, made anew. All that a case names lies in that
 * folder: the programs start in it, the remote shell goes there or fails, and the daemon serves it.
 */
final class Stage implements AutoCloseable {
  private static final String ATTRIBUTES =
      "getfattr -R -h -d -m - -e hex --absolute-names . 2>/dev/null || true";

  /** Times of access of what was written: those of sources change by being read. */
  private static final String ACCESS_TIMES =
      "find . -path ./src -prune -o -type f -printf '%A@ %P\\0'";

  /**
   * When the entries were read last: later than any change, so that reading them leaves it as it is
   * where the system notes but the first access after a change ({@code relatime}).
   */
  private static final long ACCESSED = 5_000_000_000L;

  /** A daemon refuses {@code --iconv} where it does not know the charset of a module's names. */
  private static final String[] SETTINGS = {
    "use chroot = no", "munge symlinks = no", "charset = UTF-8"
  };

  private static final List<String> AS_NOBODY =
      List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

  private final Scratch scratch = new Scratch();
  private final Path template = scratch.path().resolve("template");
  private final Path work = scratch.path().resolve("work");
  private final Path shell = RemoteShell.startingIn(scratch, work);
  private final Map<Path, RsyncDaemon> daemons = new ConcurrentHashMap<>();

  /** When the trees of a case were made, in seconds since 1970: later times count as equal. */
  private long begun;

  /** Makes a case's trees, from which every run of it gets a copy. */
  void prepare(RandomCase next, Path writer) {
    begun = System.currentTimeMillis() / 1000;
    sh(scratch.path(), "rm -rf template && mkdir template template/tmp");
    Disk disk = new Disk(template);
    TreeBuilder builder = new TreeBuilder(disk, next.root());
    builder.build(next.source(), Name.of("src"));
    Node destination = next.destination();
    if (destination != null) {
      builder.build(destination, Name.of("dst"));
    }
    builder.build(next.alternatives().get(0), Name.of("alt1"));
    builder.build(next.alternatives().get(1), Name.of("alt2"));
    text("rules", next.rules());
    text("merge", next.merge());
    String in = next.listed();
    text("list", "# a comment\n%sa\n./%sb\n%sfoo\n\nnone\n%sc/d\n".replace("%s", in));
    text("list0", "%sa\0%sfoo\0./%s.hid\0".replace("%s", in));
    text("secret", "word\n");
    sh(template, "chmod 600 secret; touch -d @1000000000 tmp rules merge list list0 secret");
    if (!builder.attributes().isEmpty()) {
      sh(template, "{\n" + builder.attributes() + "} 2>/dev/null || true");
    }
    if (!next.root()) {
      sh(template, "chown -hR 65534:65534 .");
    }
    sh(template, "find . ! -type d -exec touch -h -a -d @" + ACCESSED + " {} +");
    if (next.reader()) {
      copy();
      var _ = Command.of(writer, "-a", "--only-write-batch=batch", "src/", "dst/").in(work).run();
      sh(scratch.path(), "cp -p work/batch template/batch || true");
    }
  }

  private void text(String name, String text) {
    try {
      Files.writeString(template.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void copy() {
    sh(scratch.path(), "rm -rf work && cp -a template work");
  }

  Outcome run(RandomCase next, Path client, Path server) {
    copy();
    List<String> words = words(next, client, server);
    Result result =
        Command.of(Path.of(words.getFirst()), words.subList(1, words.size()))
            .in(work)
            .limit(Duration.ofSeconds(60))
            .run();
    Map<String, String> files = new HashMap<>();
    if (next.covered().contains("atimes")) {
      times(files);
    }
    for (String block : sh(work, ATTRIBUTES).out().split("\n\n", -1)) {
      String[] lines = block.split("\n", -1);
      Arrays.sort(lines, 1, lines.length);
      files.put("attributes of " + lines[0], String.join(" ", lines));
    }
    files.putAll(Traces.files(new Disk(work), begun));
    Map<String, List<String>> lines = new HashMap<>();
    lines.put("stdout", shown(result.out(), client, server));
    lines.put("stderr", shown(result.err(), client, server));
    for (String log : List.of("log", "rlog")) {
      Path file = work.resolve(log);
      if (Files.exists(file)) {
        lines.put(log, shown(read(file), client, server));
      }
    }
    return new Outcome(result.exitCode(), lines, files);
  }

  private static List<String> shown(String text, Path client, Path server) {
    return Traces.lines(text, server.toString(), client.toString());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void times(Map<String, String> files) {
    for (String line : sh(work, ACCESS_TIMES).out().split("\0", -1)) {
      int space = line.indexOf(' ');
      String time = line.substring(0, Math.max(0, space));
      boolean now =
          space > 0
              && Double.parseDouble(time) >= begun - 2
              && Double.parseDouble(time) < begun + 300;
      if (space > 0) {
        files.put("access time of " + line.substring(space + 1), now ? "now" : time);
      }
    }
  }

  /** The command line. */
  List<String> words(RandomCase next, Path client, Path server) {
    List<String> words = new ArrayList<>();
    if (!next.root()) {
      words.addAll(AS_NOBODY);
    }
    words.add(client.toString());
    next.options().forEach(option -> words.add(option.replace("@WORK@", work.toString())));
    String host = "";
    switch (next.route()) {
      case LOCAL -> {}
      case SHELL_PULL, SHELL_PUSH -> {
        words.add("--rsh=" + shell);
        words.add("--rsync-path=" + server);
        host = "host:";
      }
      case DAEMON_PULL, DAEMON_PUSH -> host = daemon(server).url("work/");
    }
    for (String source : next.sources()) {
      words.add(next.route().pulls() ? host + source : source);
    }
    words.add(next.route().pulls() ? next.target() : host + next.target());
    return words;
  }

  private RsyncDaemon daemon(Path server) {
    return daemons.computeIfAbsent(
        server,
        program ->
            RsyncDaemon.start(
                program,
                scratch.folder("daemon-" + daemons.size()),
                List.of(Module.writable("work", work, SETTINGS))));
  }

  private static Result sh(Path folder, String script) {
    return Command.of("/bin/sh", "-ec", script).in(folder).run().expectSuccess();
  }

  @Override
  public void close() {
    daemons.values().forEach(RsyncDaemon::close);
    scratch.close();
  }
}
