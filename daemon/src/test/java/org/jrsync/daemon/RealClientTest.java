package org.jrsync.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.ListenerModel;
import org.jrsync.daemon.config.MemoryFiles;
import org.jrsync.daemon.listen.ListenSockets;
import org.jrsync.daemon.log.LogSink;
import org.jrsync.daemon.transfer.SessionOverrides;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Policy;
import org.jrsync.posix.Users;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The daemon with the installed rsync as its client. */
@ParameterizedClass
@EnumSource
class RealClientTest {

  @Parameter ListenerModel model = ListenerModel.THREADS;

  private static final Path CLIENT = Path.of("/usr/bin/rsync");

  @TempDir Path dir;

  private final ConfinedTree operator = ConfinedTree.open(new byte[] {'.'}, Policy.OPERATOR);
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final LogSink sink = (writer, line) -> log.add(line);
  private final List<AutoCloseable> open = new ArrayList<>();
  private int port;

  private record Ended(int exitCode, String output) {}

  @BeforeEach
  void needsTheClient() throws IOException {
    assumeTrue(Files.isExecutable(CLIENT), "no rsync is installed");
    // Everybody may pass: modules are served as several users.
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    operator.close();
  }

  private static boolean root() {
    return Users.effectiveUser() == 0;
  }

  private void start(String modules) {
    String own = root() ? "uid = 0\ngid = 0\n" : "";
    DaemonConfig config =
        MemoryFiles.load("listener = " + model + "\nreverse lookup = no\n" + own + modules);
    Daemon daemon =
        new Daemon(
            () -> config,
            ListenSockets.bind("127.0.0.1", 0, 128, line -> {}),
            Daemon.services(() -> config, operator, module -> sink, SessionOverrides.NONE),
            (peer, request, result) -> {},
            sink);
    open.add(daemon);
    daemon.start();
    port = daemon.port();
  }

  private String url(String path) {
    return "rsync://127.0.0.1:" + port + "/" + path;
  }

  private Process client(String password, String... arguments) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(CLIENT.toString());
    words.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("RSYNC_PASSWORD", password);
    return builder.start();
  }

  private static Ended end(Process process) throws Exception {
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), output);
  }

  private Ended run(String... arguments) throws Exception {
    return end(client("secret", arguments));
  }

  private Path tree(String name) throws IOException {
    Path tree = Files.createDirectories(dir.resolve(name));
    Files.createDirectories(tree.resolve("sub"));
    Files.writeString(tree.resolve("a"), "hello\n");
    Files.writeString(tree.resolve("sub/b"), "x".repeat(100_000));
    Files.createSymbolicLink(tree.resolve("link"), Path.of("a"));
    return tree;
  }

  /** How many descriptors of this process lead to a file. */
  private static long descriptors(Path file) throws IOException {
    long count = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path each : all) {
        try {
          count += Files.readSymbolicLink(each).equals(file) ? 1 : 0;
        } catch (NoSuchFileException e) {
          // Closed by now.
        }
      }
    }
    return count;
  }

  private static void awaitClosed(Path file) throws Exception {
    for (int i = 0; i < 100 && descriptors(file) > 0; i++) {
      Thread.sleep(50);
    }
    assertThat(descriptors(file)).isZero();
  }

  @Test
  void aListOfTheModuleIsClosedWhenTheSessionEnds() throws Exception {
    Path source = tree("source");
    Path target = Files.createDirectories(dir.resolve("target"));
    Path list = Files.writeString(source.resolve("list"), "a\nsub/b\n");
    Files.writeString(target.resolve("list"), "a\n");
    start("[in]\npath = " + source + "\n[out]\nread only = no\npath = " + target + "\n");

    assertThat(run("-a", "--files-from=:/list", url("in/"), dir + "/copy/"))
        .isEqualTo(new Ended(0, ""));
    assertThat(Files.readString(dir.resolve("copy/a"))).isEqualTo("hello\n");
    assertThat(run("-a", "--files-from=:/list", source + "/", url("out/")))
        .isEqualTo(new Ended(0, ""));
    assertThat(run("-a", "--files-from=:/list", url("in/none/"), dir + "/copy/").exitCode())
        .isNotZero();
    awaitClosed(list.toRealPath());
    awaitClosed(target.resolve("list").toRealPath());
  }

  @Test
  void aModuleIsPulledAndPushed() throws Exception {
    Path source = tree("source");
    Path target = Files.createDirectories(dir.resolve("target"));
    start("[in]\npath = " + source + "\n[out]\nread only = no\npath = " + target + "\n");

    assertThat(run("-a", source + "/", url("out/"))).isEqualTo(new Ended(0, ""));
    assertThat(run("-niac", "--delete", url("in/"), target + "/").exitCode()).isZero();
    assertThat(run("-a", url("in/"), dir + "/copy/")).isEqualTo(new Ended(0, ""));
    assertThat(Files.readString(dir.resolve("copy/sub/b"))).hasSize(100_000);

    assertThat(log)
        .contains(
            "rsync to out/ from UNDETERMINED (127.0.0.1)",
            "rsync on in/ from UNDETERMINED (127.0.0.1)",
            "building file list")
        .anyMatch(
            line -> line.matches("sent \\d+ bytes {2}received \\d+ bytes {2}total size 100007"));
  }

  @Test
  void whatTheModuleDoesNotAllowIsToldAndLogged() throws Exception {
    Path source = tree("source");
    start(
        "[r]\npath = "
            + source
            + "\n[w]\nread only = no\nwrite only = yes\nrefuse options = delete\npath = "
            + source
            + "\n");

    Ended push = run("-a", source + "/", url("r/"));
    assertThat(push.exitCode()).isEqualTo(1);
    assertThat(push.output()).contains("ERROR: module is read only");

    Ended pull = run("-a", url("w/"), dir + "/x/");
    assertThat(pull.exitCode()).isEqualTo(1);
    assertThat(pull.output()).contains("ERROR: module is write only");

    Ended delete = run("-a", "--delete", source + "/", url("w/"));
    assertThat(delete.exitCode()).isEqualTo(4);
    assertThat(delete.output()).contains("The server is configured to refuse --delete");

    assertThat(log)
        .contains(
            "ERROR: module is read only",
            "ERROR: module is write only",
            "rsync: The server is configured to refuse --delete");
  }

  @Test
  void theModulesRulesHideFiles() throws Exception {
    Path source = tree("source");
    start("[m]\nexclude = sub\npath = " + source + "\n");

    assertThat(run("-a", url("m/"), dir + "/copy/").exitCode()).isZero();
    assertThat(dir.resolve("copy/a")).exists();
    assertThat(dir.resolve("copy/sub")).doesNotExist();
    assertThat(run("-a", url("m/sub/b"), dir + "/copy/").exitCode()).isEqualTo(23);
    assertThat(run("-a", url("m/s*"), dir + "/copy/").exitCode()).isEqualTo(23);
    assertThat(dir.resolve("copy/b")).doesNotExist();
  }

  @Test
  void symlinksAreMungedWhereTheyCouldLeadOut() throws Exception {
    Path source = tree("source");
    Path target = Files.createDirectories(dir.resolve("target"));
    start("[m]\nuse chroot = no\nread only = no\npath = " + target + "\n");

    assertThat(run("-a", source + "/", url("m/")).exitCode()).isZero();
    assertThat(Files.readSymbolicLink(target.resolve("link")))
        .isEqualTo(Path.of("/rsyncd-munged/a"));
    assertThat(run("-ai", source + "/", url("m/"))).isEqualTo(new Ended(0, ""));

    assertThat(run("-a", url("m/"), dir + "/copy/").exitCode()).isZero();
    assertThat(Files.readSymbolicLink(dir.resolve("copy/link"))).isEqualTo(Path.of("a"));
  }

  @Test
  void aSymlinkDoesNotLeadOutOfTheModule() throws Exception {
    Path outside = Files.writeString(dir.resolve("outside"), "secret");
    Path source = tree("source");
    Files.createSymbolicLink(source.resolve("out"), outside);
    Files.createSymbolicLink(source.resolve("up"), Path.of(".."));
    start(
        "[no]\nuse chroot = no\npath = "
            + source
            + "\n[yes]\nuse chroot = yes\npath = "
            + source
            + "\n");

    for (String module : List.of("no", "yes")) {
      run("-aL", url(module + "/"), dir + "/copy/");
      run("-a", url(module + "/up/outside"), dir + "/copy/");
      run("-a", url(module + "/../outside"), dir + "/copy/");
      assertThat(dir.resolve("copy/out")).doesNotExist();
      assertThat(dir.resolve("copy/outside")).doesNotExist();
    }
  }

  @Test
  void passwordsAreAskedForAndChecked() throws Exception {
    Path source = tree("source");
    Path secrets = Files.writeString(dir.resolve("secrets"), "ann:secret\n");
    Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rw-------"));
    start("[m]\nauth users = ann\nsecrets file = " + secrets + "\npath = " + source + "\n");
    String url = "rsync://ann@127.0.0.1:" + port + "/m/a";

    assertThat(end(client("secret", url, dir + "/1"))).isEqualTo(new Ended(0, ""));
    assertThat(end(client("secret", "--protocol=29", url, dir + "/2"))).isEqualTo(new Ended(0, ""));
    Ended wrong = end(client("guess", url, dir + "/3"));
    assertThat(wrong.exitCode()).isEqualTo(5);
    assertThat(wrong.output()).contains("@ERROR: auth failed on module m");
    assertThat(log).contains("rsync on m/a from ann@UNDETERMINED (127.0.0.1)");
  }

  @Test
  void modulesOfDifferentUsersAreServedAtOnce() throws Exception {
    assumeTrue(root(), "only root can serve as others");
    Path source = tree("source");
    int[] users = {1001, 1002, 65534};
    StringBuilder modules = new StringBuilder();
    for (int user : users) {
      Path own = Files.createDirectory(dir.resolve("of" + user));
      Files.setAttribute(own, "unix:uid", user);
      Files.setAttribute(own, "unix:gid", user);
      Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
      modules.append("[m" + user + "]\nread only = no\nuid = " + user + "\ngid = " + user);
      modules.append("\npath = " + own + "\n");
      modules.append("[other" + user + "]\nuid = " + (user == 1001 ? 1002 : 1001));
      modules.append("\npath = " + own + "\n");
    }
    start(modules.toString());

    List<Process> clients = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      for (int user : users) {
        clients.add(client("", "-a", source + "/", url("m" + user + "/dir" + round + "/")));
      }
    }
    for (Process each : clients) {
      assertThat(end(each)).isEqualTo(new Ended(0, ""));
    }
    for (int user : users) {
      Path own = dir.resolve("of" + user);
      try (Stream<Path> all = Files.walk(own)) {
        assertThat(all.filter(file -> owner(file) != user)).isEmpty();
      }
      assertThat(run("-a", url("other" + user + "/"), dir + "/stolen/").exitCode()).isEqualTo(23);
    }
    assertThat(dir.resolve("stolen/a")).doesNotExist();
    assertThat(foreignThreads()).isEmpty();
  }

  private static int owner(Path file) {
    try {
      return (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Threads of this process that touch files as somebody else; a session's end may take a moment.
   */
  private static List<String> foreignThreads() throws Exception {
    List<String> foreign = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      foreign.clear();
      try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
        for (Path task : tasks.toList()) {
          try (Stream<String> status = Files.lines(task.resolve("status"))) {
            status
                .filter(line -> line.startsWith("Uid:") && !line.endsWith("\t0"))
                .forEach(foreign::add);
          } catch (IOException | UncheckedIOException e) {
            assertThat(task).as("a thread that has ended").doesNotExist();
          }
        }
      }
      if (foreign.isEmpty()) {
        return foreign;
      }
      Thread.sleep(100);
    }
    return foreign;
  }

  @Test
  void hooksAreTheDaemonsOwnWhateverWasServedBefore() throws Exception {
    assumeTrue(root(), "only root can serve as others");
    Path source = tree("source");
    Path after = dir.resolve("after");
    Path before = dir.resolve("before");
    start(
        "[after]\nuid = 1001\ngid = 1001\npath = %s\npost-xfer exec = id -u > %s\n"
                .formatted(source, after)
            + "[before]\nuid = 1002\ngid = 1002\npath = %s\npre-xfer exec = id -u > %s\n"
                .formatted(source, before));

    assertThat(run("-a", url("after/"), dir + "/copy/").exitCode()).isZero();
    for (int i = 0; i < 100 && (!Files.exists(after) || Files.size(after) == 0); i++) {
      Thread.sleep(100);
    }
    assertThat(Files.readString(after)).isEqualTo("0\n");
    assertThat(run("-a", url("before/"), dir + "/copy/").exitCode()).isZero();
    assertThat(Files.readString(before)).isEqualTo("0\n");
  }

  @Test
  void aModuleMayLieUnderFoldersThatItsUserCannotPass() throws Exception {
    assumeTrue(root(), "root passes everywhere, and can serve as others");
    Path closed = Files.createDirectory(dir.resolve("closed"));
    Path inner = Files.createDirectory(closed.resolve("inner"));
    Files.writeString(inner.resolve("f"), "data");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    start("[m]\nuid = nobody\ngid = 65534\npath = " + inner + "\n");

    assertThat(run("-a", url("m/"), dir + "/copy/").exitCode()).isZero();
    assertThat(Files.readString(dir.resolve("copy/f"))).isEqualTo("data");
  }

  @Test
  void aModuleChangesModesOnTheWayInAndOut() throws Exception {
    Path source = tree("source");
    mode(source.resolve("a"), "rw-rw-rwx");
    mode(source.resolve("sub"), "rwxrwxrwx");
    Path target = Files.createDirectory(dir.resolve("target"));
    Path kept = Files.createDirectory(dir.resolve("kept"));
    Files.writeString(kept.resolve("a"), "older");
    mode(kept.resolve("a"), "rwxr--rwx");
    start(
        "[in]\nread only = no\nincoming chmod = Fo-wx,Dg-w\npath = %s\n".formatted(target)
            + "[kept]\nread only = no\nincoming chmod = Fo-x\npath = %s\n".formatted(kept)
            + "[out]\noutgoing chmod = F640\nincoming chmod = F777\npath = %s\n".formatted(source)
            + "[bad]\noutgoing chmod = F6x\npath = %s\n".formatted(source));

    assertThat(run("-a", source + "/", url("in/"))).isEqualTo(new Ended(0, ""));
    assertThat(mode(target.resolve("a"))).isEqualTo("rw-rw-r--");
    assertThat(mode(target.resolve("sub"))).isEqualTo("rwxr-xrwx");

    // What has the right mode is up to date, and an older file loses what the module forbids.
    assertThat(run("-ai", source + "/", url("in/"))).isEqualTo(new Ended(0, ""));
    assertThat(run("-a", "--no-perms", source + "/", url("kept/"))).isEqualTo(new Ended(0, ""));
    assertThat(mode(kept.resolve("a"))).isEqualTo("rwxr--rw-");

    assertThat(run("-a", "--chmod=o+r", url("out/"), dir + "/pulled/").exitCode()).isZero();
    assertThat(mode(dir.resolve("pulled/a"))).isEqualTo("rw-r--r--");
    assertThat(mode(dir.resolve("pulled/sub"))).isEqualTo("rwxrwxrwx");

    assertThat(run("-a", url("bad/"), dir + "/unchanged/").exitCode()).isZero();
    assertThat(mode(dir.resolve("unchanged/a"))).isEqualTo("rw-rw-rwx");
    assertThat(log).contains("Invalid \"outgoing chmod\" directive: F6x");
  }

  @Test
  void aClientGetsNoMoreThanEightThreadsForCompression() throws Exception {
    Path source = tree("source");
    byte[] noise = new byte[2_000_000];
    new Random(8).nextBytes(noise);
    Files.write(source.resolve("noise"), noise);
    start("[m]\npath = " + source + "\n");
    Map<String, Long> before = threadsByName();

    Process client =
        client(
            "",
            "-a",
            "--compress-choice=zstd",
            "-M--compress-threads=500",
            "-M--bwlimit=1000",
            url("m/"),
            dir + "/copy/");
    long most = 0;
    while (client.isAlive()) {
      most = Math.max(most, mostNewThreadsOfOneName(before));
      Thread.sleep(20);
    }
    assertThat(end(client).exitCode()).isZero();
    // A thread that the codec starts has its starter's name, and the JVM's new threads have it too
    // until they take their own.
    assertThat(most).isBetween(8L, 12L);
  }

  private static long mostNewThreadsOfOneName(Map<String, Long> before) throws IOException {
    long most = 0;
    for (Map.Entry<String, Long> now : threadsByName().entrySet()) {
      most = Math.max(most, now.getValue() - before.getOrDefault(now.getKey(), 0L));
    }
    return most;
  }

  private static Map<String, Long> threadsByName() throws IOException {
    Map<String, Long> names = new HashMap<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      for (Path task : tasks.toList()) {
        try {
          names.merge(Files.readString(task.resolve("comm")), 1L, Long::sum);
        } catch (IOException e) {
          assertThat(task).as("a thread that has ended").doesNotExist();
        }
      }
    }
    return names;
  }

  @Test
  void socketOptionsThatCannotBeHadAreLoggedAndNobodyIsTurnedAway() throws Exception {
    start(
        "socket options = SO_KEEPALIVE,SO_RCVBUF=8192 SO_BROADCAST NOSUCHOPT SO_SNDLOWAT=1\n"
            + "[m]\ncomment = here\npath = "
            + tree("source")
            + "\n");

    Ended listed = run(url(""));
    assertThat(listed.exitCode()).isZero();
    assertThat(listed.output()).contains("here");
    assertThat(log)
        .contains(
            "Unknown socket option NOSUCHOPT",
            "failed to set socket option SO_SNDLOWAT: Protocol not available (92)")
        .noneMatch(line -> line.contains("SO_BROADCAST"));
  }

  private static void mode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
