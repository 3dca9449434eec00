package org.jrsync.interop.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code daemon chroot}: what sessions open is inside, as in rsync's own daemon. */
@Timeout(120)
class DaemonChrootTest {

  private static final String CONFIG =
      """
      daemon chroot = DIR/jail
      motd file = /motd
      reverse lookup = no
      use chroot = no
      uid = 0
      gid = 0
      [plain]
      path = /data
      exclude from = /rules
      [chroot]
      path = /data
      use chroot = yes
      [inner]
      path = /top/./low
      use chroot = yes
      insecure links = yes
      [up]
      path = /../../data
      [link]
      path = /way
      [strange]
      path = /strange
      [escape]
      path = /escape
      [escape-chroot]
      path = /escape
      use chroot = yes
      [loose]
      path = /data
      insecure links = yes
      [host]
      path = DIR/outside
      [missing]
      path = /nowhere
      [users]
      path = /data
      auth users = ann
      secrets file = /secrets
      max connections = 2
      lock file = /lock
      log file = /log
      temp dir = /t
      read only = no
      [unsafe]
      path = /data
      munge symlinks = yes
      """;

  private static final String NAMES =
      """
      daemon chroot = DIR/jail
      use chroot = no
      uid = 0
      gid = 0
      [denied]
      path = /data
      hosts deny = localhos?
      [allowed]
      path = /data
      hosts allow = localhos?
      hosts deny = *
      """;

  private static final String GROUND =
      """
      umask 022
      mkdir -p $1/jail/data/t $1/jail/other $1/outside $1/src
      cd $1
      mkdir -p jail/top/low; echo zz > jail/top/zz; ln -s /zz jail/top/low/z; ln -s /other/x jail/top/low/no
      echo inside > jail/data/f; echo no > jail/data/no.o; echo other > jail/other/x
      echo outside > outside/o; echo new > src/new
      ln -s /other/x jail/data/in; ln -s $1/outside/o jail/data/out
      ln -s ../../../../../../../other/x jail/data/up
      ln -s /data jail/way; ln -s /data jail/strange; chown -h daemon jail/strange
      ln -s ../../../../../../other jail/escape
      echo 'ann:pw' > jail/secrets; chmod 600 jail/secrets
      echo '- *.o' > jail/rules; echo welcome > jail/motd
      find jail outside src -exec touch -h -d 2020-01-01 {} +
      """;

  private static final String HOOKS =
      """
      daemon chroot = DIR/jail
      reverse lookup = no
      use chroot = no
      uid = 0
      gid = 0
      [all]
      path = /data
      early exec = echo early in $(pwd) with $RSYNC_MODULE_PATH >>/seen
      pre-xfer exec = { echo before in $(pwd) with $RSYNC_MODULE_PATH; [ -e DIR/outside/o ] || echo outside? no; } >>/seen
      post-xfer exec = echo after $RSYNC_EXIT_STATUS >>/seen
      [refused]
      path = /data
      pre-xfer exec = echo sorry; exit 1
      [named]
      path = /in
      read only = no
      name converter = echo from the converter >>/seen; while read line; do echo; done
      [gone]
      path = /data
      pre-xfer exec = /bin/nothing-here
      """;

  private static final String SHELL =
      """
      mkdir -p jail/bin jail/in
      cp /bin/sh jail/bin/sh
      ldd /bin/sh | grep -o '/[^ ]*' | while read -r l; do mkdir -p jail${l%/*}; cp -L $l jail$l; done
      """;

  private static final List<String> COMMANDS =
      List.of(
          "D/",
          "-ai D/plain/ got/",
          "-aiL D/chroot/ got2/",
          "-aiL D/inner/ got3/",
          "-ai D/up/ got4/",
          "-ai D/link/ got5/",
          "-ai D/strange/ got6/",
          "-ai D/escape/ got7/",
          "-ai D/escape-chroot/ got8/",
          "-aiL D/loose/ got9/",
          "-ai D/host/ got10/",
          "-ai D/missing/ got11/",
          "-ai src/ ann@D/users/",
          "-ai D/unsafe/ got12/");

  private final Scratch scratch = new Scratch();

  @BeforeEach
  void asRoot() {
    assumeTrue("root".equals(System.getProperty("user.name")), "chroot is for root");
  }

  @AfterEach
  void end() {
    scratch.close();
  }

  @Test
  void whatSessionsOpenIsInside() throws Exception {
    String theirs = all(SideBySide.theirs(), "a");
    assertThat(theirs)
        .contains("welcome", "got9/in f other", "got9/up f other", "got7/x f other")
        .contains("jail/lock", "jail/log", "jail/data/new")
        .doesNotContain("f outside");
    assertThat(all(Jrsync.binary(), "b")).isEqualTo(theirs);
  }

  /** The jail has a shell with its libraries, so that each hook finds itself inside. */
  @Test
  void programsOfModulesRunInside() throws Exception {
    String theirs = programs(SideBySide.theirs(), "a");
    assertThat(theirs)
        .contains("early in / with /data", "before in / with /data", "after 0", "outside? no")
        .contains("from the converter", "pre-xfer exec returned failure (256):\nsorry");
    assertThat(programs(Jrsync.binary(), "b")).isEqualTo(theirs);
  }

  /** The jail has nothing that names could be looked up with. */
  @Test
  void namesOfClientsAreLookedUpOutside() throws Exception {
    for (Path binary : List.of(SideBySide.theirs(), Jrsync.binary())) {
      Path dir = scratch.folder(binary.getFileName().toString());
      Command.of(Path.of("/bin/sh"), "-ec", GROUND, "sh", dir.toString()).run().expectSuccess();
      String config = NAMES.replace("DIR", dir.toString());
      try (RsyncDaemon daemon = RsyncDaemon.startWith(binary, dir, config, "--log-file=")) {
        assertThat(SideBySide.said(SideBySide.client(daemon, dir, "-r D/denied/ got/")))
            .contains("access denied to denied from localhost (127.0.0.1)");
        assertThat(dir.resolve("got")).doesNotExist();
        SideBySide.client(daemon, dir, "-r D/allowed/ got/").expectSuccess();
        assertThat(dir.resolve("got/f")).exists();
      }
    }
  }

  private String programs(Path binary, String name) throws Exception {
    Path dir = scratch.folder(name);
    Command.of(Path.of("/bin/sh"), "-ec", GROUND + SHELL, "sh", dir.toString())
        .run()
        .expectSuccess();
    String config = HOOKS.replace("DIR", dir.toString());
    StringBuilder seen = new StringBuilder();
    try (RsyncDaemon daemon = RsyncDaemon.startWith(binary, dir, config, "--log-file=")) {
      for (String command :
          List.of(
              "-ai D/all/ got/", "-ai D/refused/ got2/", "-ai src/ D/named/", "-ai D/gone/ x/")) {
        seen.append("# " + command + "\n")
            .append(SideBySide.said(SideBySide.client(daemon, dir, command)));
      }
    } // Its end is that of its sessions, and so of their last programs.
    // How a client notices that it has been refused depends on who is faster.
    String said = seen.toString().replaceAll("(?m)^(rsync.*|exit [1-9]\\d*)\n", "");
    return (said + Files.readString(dir.resolve("jail/seen"))).replace(dir.toString(), "HERE");
  }

  private String all(Path binary, String name) {
    Path dir = scratch.folder(name);
    Command.of(Path.of("/bin/sh"), "-ec", GROUND, "sh", dir.toString()).run().expectSuccess();
    StringBuilder seen = new StringBuilder();
    String config = CONFIG.replace("DIR", dir.toString());
    try (RsyncDaemon daemon = RsyncDaemon.startWith(binary, dir, config, "--log-file=")) {
      String at = "127.0.0.1:" + daemon.port();
      for (String command : COMMANDS) {
        Result result = SideBySide.client(daemon, dir, command);
        seen.append("# " + command + "\n" + SideBySide.said(result));
      }
      String tree =
          Command.of(
                  Path.of("/bin/sh"),
                  "-c",
                  "find got* jail ! -type d | sort | while read -r p; do"
                      + " [ -L $p ] && echo \"$p l $(readlink $p)\" && continue;"
                      + " case $p in jail/lo*) echo $p;; *) echo \"$p f $(cat $p)\";; esac; done")
              .in(dir)
              .run()
              .out();
      return (seen + tree).replace(dir.toString(), "HERE").replace(at, "AT");
    }
  }

  @Test
  void aFolderThatIsMissingIsAnErrorAtStart() throws Exception {
    Path config = scratch.file("c", "daemon chroot = " + scratch.path() + "/none\n[m]\npath = /\n");
    Result result =
        Command.of(
                Jrsync.binary(),
                "--daemon",
                "--no-detach",
                "--address=127.0.0.1",
                "--port=1",
                "--config=" + config)
            .run();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .contains(
            "daemon chroot(\"" + scratch.path() + "/none\") failed: No such file or directory");
    Result checked =
        Command.of(Jrsync.binary(), "--daemon", "--check-config", "--config=" + config).run();
    assertThat(checked.exitCode()).isEqualTo(1);
    assertThat(checked.err()).contains("line 1: error: daemon chroot(");
    Files.createDirectory(scratch.path().resolve("none"));
    Result now =
        Command.of(Jrsync.binary(), "--daemon", "--check-config", "--config=" + config).run();
    assertThat(now.exitCode()).isZero();
  }
}
