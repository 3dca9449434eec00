package org.jrsync.interop.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Variables in parameters, beside rsync's own daemon. */
@Timeout(120)
class VariablesTest {

  private static final String CONFIG =
      """
      use chroot = no
      reverse lookup = no
      comment = %HOME% %NOSUCH% %RSYNC_MODULE_NAME% 100%%
      [users]
      path = DIR/homes/%RSYNC_USER_NAME%/
      auth users = *
      secrets file = DIR/%RSYNC_MODULE_NAME%.secrets
      exclude = secret-%RSYNC_USER_NAME%
      log file = DIR/log-%RSYNC_MODULE_NAME%-%RSYNC_USER_NAME%-%RSYNC_HOST_ADDR%
      transfer logging = yes
      log format = %o %f %RSYNC_USER_NAME% %RSYNC_MODULE_PATH%
      temp dir = t%RSYNC_USER_NAME%
      read only = no
      [inner]
      use chroot = yes
      path = DIR/homes/./%RSYNC_USER_NAME%
      auth users = *
      secrets file = DIR/users.secrets
      [early]
      path = DIR/homes/ann
      auth users = *
      secrets file = DIR/%RSYNC_USER_NAME%.secrets
      [ids]
      path = DIR/ids
      auth users = *
      secrets file = DIR/users.secrets
      uid = %RSYNC_USER_NAME%
      gid = %RSYNC_USER_NAME%
      read only = no
      [address]
      path = DIR/%RSYNC_HOST_ADDR%
      hosts allow = %RSYNC_HOST_ADDR%
      [denied]
      path = DIR/homes/ann
      hosts deny = %RSYNC_HOST_ADDR%
      [nobody]
      path = DIR/homes/%RSYNC_USER_NAME%
      [unknown]
      path = DIR/%NOSUCH%
      [percent]
      path = DIR/100%%
      [%TZ%x]
      path = DIR/homes/ann
      [flag]
      path = DIR/homes/ann
      read only = %RSYNC_MODULE_NAME%
      list = %NOSUCH%
      [refused]
      path = DIR/homes/ann
      refuse options = compress %RSYNC_MODULE_NAME% %HOME%
      [temp]
      path = DIR/homes/%RSYNC_MODULE_NAME%
      temp dir = %RSYNC_USER_NAME%none
      read only = no
      [hook]
      path = DIR//homes/../homes/ann/./
      hosts allow = localhost
      pre-xfer exec = env | grep '^RSYNC_\\(HOST\\|MODULE\\)' | sort > DIR/seen
      """;

  private static final String GROUND =
      """
      umask 022
      mkdir -p $1/homes/ann/tann $1/homes/bob $1/homes/temp $1/127.0.0.1 "$1/%NOSUCH%" "$1/100%%" $1/ids $1/src
      cd $1
      for f in homes/ann/a homes/ann/secret-ann homes/ann/secret-bob homes/bob/b 127.0.0.1/address; do
        echo $f > $f
      done
      echo n > %NOSUCH%/unknown; echo p > 100%%/percent; echo s > src/new
      chmod 777 ids homes/ann homes/ann/tann homes/temp
      printf 'ann:pw\\nbob:pw\\ndaemon:pw\\n' > users.secrets
      chmod 600 users.secrets; chown daemon ids; chown nobody homes/ann
      find homes 127.0.0.1 %NOSUCH% 100%% src -exec touch -d 2020-01-01 {} +
      """;

  private static final List<String> COMMANDS =
      List.of(
          "D/",
          "-ai ann@D/users/ got/",
          "-ai bob@D/users/ got/",
          "-ai ann@D/inner/ got/",
          "-ai ann@D/early/ got/",
          "-ai src/ ann@D/users/",
          "-ai src/ daemon@D/ids/",
          "-ai D/address/ got/",
          "-ai D/denied/ got/",
          "-ai D/nobody/ got/",
          "-ai D/unknown/ got/",
          "-ai D/percent/ got/",
          "-ai D/%TZ%x/ got/",
          "-ai D/UTCx/ got/",
          "-ai src/ D/flag/",
          "-aiz D/refused/ got/",
          "-ai src/ D/temp/",
          "-ai D/hook/a got/");

  private final Scratch scratch = new Scratch();

  @BeforeEach
  void asRoot() {
    assumeTrue("root".equals(System.getProperty("user.name")), "a secrets file of root's");
  }

  @AfterEach
  void end() {
    scratch.close();
  }

  @Test
  void parametersKnowOfTheSession() throws Exception {
    String theirs = all(SideBySide.theirs(), "a");
    assertThat(theirs)
        .contains("homes/ann/new", "ids/new daemon", "got/unknown", "got/percent")
        .contains("\nrecv new ann ", "UTCx ")
        .contains("access denied to denied", "auth failed on module early");
    assertThat(all(Jrsync.binary(), "b")).isEqualTo(theirs);
  }

  /** A name from the operator's own files is enough to leave a path in rsync, and not in ours. */
  @Test
  void noUsersNameLeadsElsewhere() throws Exception {
    Path dir = scratch.folder("c");
    Path secrets = scratch.file("c/secrets", "..:pw\na/b:pw\nann:pw\n");
    Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rw-------"));
    Files.createDirectories(dir.resolve("homes/a/b"));
    Files.createDirectories(dir.resolve("homes/ann"));
    Files.createDirectories(dir.resolve("rules"));
    scratch.file("c/rules/ann", "- /a\n");
    String config =
        "use chroot = no\nreverse lookup = no\n[users]\npath = "
            + dir
            + "/homes/%RSYNC_USER_NAME%\nauth users = **\nsecrets file = "
            + secrets
            + "\n[rules]\nfilter = merge "
            + dir
            + "/rules/%RSYNC_USER_NAME%\npath = "
            + dir
            + "/homes\nauth users = **\nsecrets file = "
            + secrets
            + "\n";
    try (RsyncDaemon daemon = RsyncDaemon.startWith(Jrsync.binary(), dir, config)) {
      for (String user : List.of("..", "a/b")) {
        refused(list(user, daemon, "users"));
        refused(list(user, daemon, "rules"));
        assertThat(daemon.log())
            .contains("\"path\" is not to be made of %RSYNC_USER_NAME%, which is " + user)
            .contains("\"filter\" is not to be made of %RSYNC_USER_NAME%, which is " + user);
      }
      assertThat(list("ann", daemon, "users").exitCode()).isZero();
      Result hidden = list("ann", daemon, "rules");
      assertThat(hidden.exitCode()).isZero();
      assertThat(hidden.out()).contains(" ann\n").doesNotContain(" a\n");
    }
  }

  private static void refused(Result result) {
    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("@ERROR: daemon security issue -- contact admin");
  }

  private static Result list(String user, RsyncDaemon daemon, String module) {
    return Command.of(SideBySide.theirs(), "127.0.0.1::" + module + "/", "--port=" + daemon.port())
        .env("USER", user)
        .env("RSYNC_PASSWORD", "pw")
        .run();
  }

  private String all(Path binary, String name) throws IOException, InterruptedException {
    Path dir = scratch.folder(name);
    Command.of(Path.of("/bin/sh"), "-ec", GROUND, "sh", dir.toString()).run().expectSuccess();
    StringBuilder seen = new StringBuilder();
    String config = CONFIG.replace("DIR", dir.toString());
    // The file that is named last is none, so that those of the modules hold.
    try (RsyncDaemon daemon = RsyncDaemon.startWith(binary, dir, config, "--log-file=")) {
      String at = "127.0.0.1:" + daemon.port();
      for (String command : COMMANDS) {
        Result result = SideBySide.client(daemon, dir, command);
        seen.append("# " + command + "\n" + withoutEnd(command, SideBySide.said(result)));
      }
      awaitLine(dir.resolve("log-users-ann-127.0.0.1"), "recv new");
      seen.append(tree(dir));
      for (String log : List.of("log-users-ann-127.0.0.1", "log-users-bob-127.0.0.1", "seen")) {
        seen.append(log + "\n" + files(dir.resolve(log)));
      }
      return seen.toString().replace(dir.toString(), "HERE").replace(at, "AT");
    }
  }

  /** Theirs resets the connection of a client that it refuses; what comes of that depends. */
  private static String withoutEnd(String command, String said) {
    return command.matches(".*(flag|refused|users|temp)/.*") && !said.startsWith("exit 0")
        ? said.replaceAll("(?m)^(rsync error|rsync: .*read error|exit).*\n", "")
        : said;
  }

  private static void awaitLine(Path log, String part) throws IOException, InterruptedException {
    for (int i = 0; i < 100 && !(Files.exists(log) && Files.readString(log).contains(part)); i++) {
      Thread.sleep(30);
    }
  }

  private static String files(Path log) throws IOException {
    if (!Files.exists(log)) {
      return "none\n";
    }
    StringBuilder lines = new StringBuilder();
    try (Stream<String> all = Files.lines(log)) {
      all.map(line -> line.replaceFirst("^.*?\\] ", ""))
          .filter(line -> !line.startsWith("sent ") && !line.startsWith("building "))
          .filter(line -> !line.startsWith("receiving "))
          .forEach(line -> lines.append(line).append('\n'));
    }
    return lines.toString();
  }

  private static String tree(Path dir) {
    return Command.of(
            Path.of("/bin/sh"),
            "-c",
            "find got homes ids -type f -printf '%p %u:%g\\n' | sort; ls -d log*")
        .in(dir)
        .run()
        .out();
  }
}
