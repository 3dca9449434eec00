package org.jrsync.interop.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code daemon uid} and {@code daemon gid}: who was root to listen is somebody else from then on.
 */
@ParameterizedClass
@ValueSource(strings = {"threads", "hybrid", "virtual"})
class DaemonUserTest {
  @Parameter String model = "";

  private static final int USER = 12_345;
  private static final int GROUP = 23_456;
  private static final String BECOMES = "daemon uid = " + USER + "\ndaemon gid = " + GROUP + "\n";

  private final Scratch scratch = new Scratch();

  @BeforeEach
  void needsRoot() {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can become others");
  }

  @AfterEach
  void removeScratch() {
    scratch.close();
  }

  private RsyncDaemon start(Path binary, String config) {
    String own = binary.equals(Jrsync.binary()) ? "listener = " + model + "\n" : "";
    return RsyncDaemon.startWith(binary, scratch.folder("daemon"), own + config);
  }

  private Result run(String... arguments) {
    return Command.of(Peers.NEWEST.orSkip().binary(), List.of(arguments))
        .in(scratch.path())
        .limit(Duration.ofSeconds(30))
        .run();
  }

  @Test
  void noThreadIsRootAnyMore() throws Exception {
    Path served = scratch.folder("served");
    new Disk(served).owner(Name.of(""), USER, GROUP);
    new Disk(served).file(Name.of("file"), 0644, "content".getBytes(StandardCharsets.US_ASCII));
    new Disk(served).file(Name.of("roots"), 0600, "secret".getBytes(StandardCharsets.US_ASCII));
    Path told = scratch.folder("told");
    new Disk(told).owner(Name.of(""), USER, GROUP);
    try (RsyncDaemon daemon =
        start(
            Jrsync.binary(),
            BECOMES
                + "[m]\nread only = no\npath = "
                + served
                + "\npre-xfer exec = id -u >"
                + told
                + "/id\n")) {
      Result pull = run("-r", daemon.url("m/"), "copy/");
      assertThat(pull.exitCode()).as(pull.toString()).isEqualTo(23);
      assertThat(scratch.path().resolve("copy/file")).hasContent("content");
      assertThat(scratch.path().resolve("copy/roots")).doesNotExist();
      assertThat(told.resolve("id")).hasContent(USER + "\n");

      run("-a", "copy/file", daemon.url("m/new")).expectSuccess();
      Path made = served.resolve("new");
      assertThat(Files.getAttribute(made, "unix:uid", LinkOption.NOFOLLOW_LINKS)).isEqualTo(USER);
      assertThat(Files.getAttribute(made, "unix:gid", LinkOption.NOFOLLOW_LINKS)).isEqualTo(GROUP);

      String users = (USER + "\t").repeat(4).trim();
      String groups = (GROUP + "\t").repeat(4).trim();
      assertThat(ThreadIdentity.ofProcess(daemon.pid()))
          .isNotEmpty()
          .allSatisfy(thread -> {
            assertThat(thread.uids()).isEqualTo(users);
            assertThat(thread.gids()).isEqualTo(groups);
            assertThat(thread.groups().trim()).isEmpty();
            assertThat(thread.capabilities()).isEqualTo("0000000000000000");
          });
    }
  }

  /** What clients are told is what rsync tells them. */
  @Test
  void modulesOfOthersAreRefusedAsByRsync() throws Exception {
    Path served = scratch.folder("served");
    String modules =
        BECOMES
            + "reverse lookup = no\n[root]\nuid = 0\npath = "
            + served
            + "\n[own group]\ngid = "
            + GROUP
            + "\npath = "
            + served
            + "\n[group]\ngid = 0\npath = "
            + served
            + "\n[self]\nuid = "
            + USER
            + "\npath = "
            + served
            + "\n[chroot]\nuse chroot = no\npath = "
            + served
            + "\n";
    List<List<String>> answers = new ArrayList<>();
    for (Path binary : List.of(Peers.NEWEST.orSkip().binary(), Jrsync.binary())) {
      List<String> told = new ArrayList<>();
      try (RsyncDaemon daemon = start(binary, modules)) {
        for (String module : List.of("root", "own group", "group", "self", "chroot")) {
          Result result = run(daemon.url(module + "/"));
          told.add(module + " " + result.exitCode() + " " + errors(result.err()));
        }
      }
      answers.add(told);
    }
    assertThat(answers.getLast()).isEqualTo(answers.getFirst());
    assertThat(answers.getFirst().getFirst()).contains("setuid failed");
  }

  private static String errors(String text) {
    return text.lines().filter(line -> line.startsWith("@ERROR")).toList().toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"uid", "gid"})
  void whoIsNobodyIsAnErrorAtStart(String kind) {
    Path conf = scratch.file("conf", "daemon " + kind + " = no such one\nport = 1\n");
    Result result =
        Command.of(
                Jrsync.binary(),
                List.of("--daemon", "--no-detach", "--address=127.0.0.1", "--config=" + conf))
            .in(scratch.path())
            .limit(Duration.ofSeconds(30))
            .run();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("Invalid daemon " + kind + ": no such one\n");
  }
}
