package org.jrsync.daemon.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jrsync.daemon.config.ConfigLoader;
import org.jrsync.daemon.host.OperatorFiles;
import org.jrsync.daemon.host.SystemAccounts;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Identity;
import org.jrsync.posix.Policy;
import org.jrsync.posix.Users;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a configuration before it is served. */
class ConfigCheckTest {
  @TempDir private Path dir;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void makeFiles() throws IOException {
    Files.createDirectory(dir.resolve("data"));
    Files.writeString(dir.resolve("secrets"), "joe:secret\n");
    mode("secrets", "rw-------");
  }

  private void mode(String name, String mode) throws IOException {
    Files.setPosixFilePermissions(dir.resolve(name), PosixFilePermissions.fromString(mode));
  }

  /** Lines for the file begin at the first one; DIR is the folder. */
  private int check(String config) throws IOException {
    Path file = dir.resolve("rsyncd.conf");
    Files.writeString(file, config.replace("DIR", dir.toString()));
    out.reset();
    err.reset();
    try (ConfinedTree operator = ConfinedTree.open(new byte[] {'.'}, Policy.OPERATOR)) {
      return new ConfigCheck(operator, new SystemAccounts(), Identity.current())
          .run(
              new ConfigLoader(
                  new OperatorFiles(operator), file.toString(), List.of(), name -> null),
              new PrintStream(out, true, ISO_8859_1),
              new PrintStream(err, true, ISO_8859_1));
    }
  }

  private String problems() {
    return err.toString(ISO_8859_1).replace(dir.toString(), "DIR");
  }

  @Test
  void aSafeConfigurationHasNoProblems() throws IOException {
    int status =
        check(
            """
            max sessions = 100
            max connections per host = 5
            [data]
            path = DIR/data
            uid = %s
            gid =
            timeout = 600
            max connections = 50
            """
                .formatted(Users.effectiveUser() == 0 ? "daemon" : ""));
    assertThat(problems()).isEmpty();
    assertThat(status).isZero();
  }

  @Test
  void namesTheNearestDirectiveWithFileAndLine() throws IOException {
    int status = check("max sesions = 1\n\n[data]\npath = DIR/data\nreadonly = no\nquux = 1\n");
    assertThat(problems())
        .contains(
            "DIR/rsyncd.conf line 1: warning: unknown parameter \"max sesions\"; did you mean"
                + " \"max sessions\"?")
        .contains("DIR/rsyncd.conf line 6: warning: unknown parameter \"quux\"\n")
        .doesNotContain("readonly");
    assertThat(status).isZero();
  }

  @Test
  void tellsOfPathsThatAreNotThere() throws IOException {
    Files.writeString(dir.resolve("file"), "");
    int status = check("[a]\npath = DIR/none\n[b]\n[c]\npath = DIR/file\nexclude from = DIR/x\n");
    assertThat(problems())
        .contains("line 2: error: module \"a\": DIR/none: No such file or directory")
        .contains("line 3: error: module \"b\": it has no path")
        .contains("line 5: error: module \"c\": DIR/file is not a directory")
        .contains("line 6: error: module \"c\": DIR/x: No such file or directory");
    assertThat(status).isEqualTo(1);
  }

  @Test
  void tellsOfSecretsThatAreNoneOrCannotBeUsed() throws IOException {
    String module = "[a]\npath = DIR/data\nauth users = joe\n";
    assertThat(check(module)).isEqualTo(1);
    assertThat(problems()).contains("line 3: error: module \"a\": \"auth users\" without");
    assertThat(check(module + "secrets file = DIR/none\n")).isEqualTo(1);
    assertThat(problems()).contains("line 4: error: module \"a\": DIR/none: No such file");
    mode("secrets", "rw-r--r--");
    assertThat(check(module + "secrets file = DIR/secrets\n")).isEqualTo(1);
    assertThat(problems())
        .contains("line 4: error: module \"a\": DIR/secrets can be read or written by others");
    String loose = module + "secrets file = DIR/secrets\nstrict modes = no\n";
    assertThat(check(loose)).isZero();
    assertThat(problems()).contains("line 4: warning:").contains("line 5: risk:");
  }

  @Test
  void tellsOfLimitsThatContradictEachOther() throws IOException {
    check(
        """
        max sessions = 5
        max transfers = 6
        transfer-worker-threads = 3
        [a]
        path = DIR/data
        max connections = 7
        timeout = 10
        [b]
        path = DIR/data
        max queued connections = 3
        """);
    assertThat(problems())
        .contains("line 2: warning: \"max transfers\" is above \"max sessions\", which is 5")
        .contains("line 3: warning: \"transfer-worker-threads\" counts for")
        .contains("line 6: warning: module \"a\": \"max connections\" is above")
        .contains("line 7: warning: module \"a\": \"timeout\" is below \"handshake timeout\"")
        .contains("line 10: warning: module \"b\": \"max queued connections\" without");
  }

  @Test
  void tellsOfValuesThatMeanNothing() throws IOException {
    int status =
        check(
            """
            [a]
            path = DIR/data
            auth digest = rot13
            charset = klingon
            incoming chmod = u+q
            refuse options = delete* bogus
            uid = nosuchuser
            read only = yes
            write only = yes
            """);
    assertThat(status).isEqualTo(1);
    assertThat(problems())
        .contains("line 3: error:")
        .contains("line 4: error:")
        .contains("line 5: error:")
        .contains("line 6: warning: module \"a\": no option is called \"bogus\"")
        .contains("line 7: error: module \"a\": Invalid uid nosuchuser")
        .contains("line 9: error:");
  }

  @Test
  void tellsWhatIsDangerousAmongStrangers() throws IOException {
    int status =
        check(
            """
            handshake timeout = 0
            [a]
            path = DIR/data
            read only = no
            uid = root
            insecure links = yes
            """);
    assertThat(problems())
        .contains("line 1: risk: \"handshake timeout\" is 0")
        .contains("risk: no \"max connections per host\"")
        .contains("line 2: risk: module \"a\": no \"timeout\"")
        .contains("line 4: risk: module \"a\": everybody may write")
        .contains("line 6: risk: module \"a\": \"insecure links\" is on");
    if (Users.effectiveUser() == 0) {
      assertThat(problems()).contains("line 5: risk: module \"a\": it is served as root");
      assertThat(status).isZero();
    }
  }

  @Test
  void judgesModulesByWhomTheDaemonBecomes() throws IOException {
    Assumptions.assumeTrue(Users.effectiveUser() == 0);
    assertThat(check("daemon uid = nosuchuser\n[a]\npath = DIR/data\n")).isEqualTo(1);
    assertThat(problems()).contains("line 1: error: Invalid daemon uid: nosuchuser");
    String daemon = "daemon uid = daemon\n[a]\npath = DIR/data\n";
    assertThat(check(daemon + "uid = nobody\n")).isEqualTo(1);
    assertThat(problems())
        .contains("line 4: error: module \"a\": ", "setuid")
        .contains("line 1: risk: \"daemon uid\" without \"daemon gid\"");
    assertThat(check(daemon)).isZero();
    mode("data", "rwx------");
    assertThat(check(daemon)).isZero();
    assertThat(problems())
        .contains("line 3: warning: module \"a\": DIR/data cannot be entered by the module's");
  }

  @Test
  void showsTheValuesInForceAndWhereTheyStand() throws IOException {
    check("timeout = 60\n[a]\npath = DIR/data\ncomment = the data\n");
    String report = out.toString(ISO_8859_1).replace(dir.toString(), "DIR");
    assertThat(report)
        .contains("\n[a]\n")
        .contains("    # DIR/rsyncd.conf line 1\n    timeout = 60\n")
        .contains("    # DIR/rsyncd.conf line 3\n    path = DIR/data\n")
        .contains("    # by default\n")
        .contains("    read only = yes\n");
    Path again = dir.resolve("again.conf");
    Files.writeString(again, out.toString(ISO_8859_1));
    String first = report.substring(report.indexOf("[a]")).replaceAll(" *#.*\n", "");
    check(Files.readString(again));
    String second = out.toString(ISO_8859_1).replace(dir.toString(), "DIR");
    assertThat(second.substring(second.indexOf("[a]")).replaceAll(" *#.*\n", "").lines().sorted())
        .isEqualTo(first.lines().sorted().toList());
  }

  @Test
  void tellsWhereAFileCannotBeRead() throws IOException {
    assertThat(check("[]\n")).isEqualTo(1);
    assertThat(problems())
        .isEqualTo("error: DIR/rsyncd.conf line 1: Empty section name in config file.\n");
    assertThat(out.size()).isZero();
  }

  @Test
  void variablesThatAreNotKnownInTimeAreTold() throws IOException {
    check(
        """
        max sessions = 100
        max connections per host = 5
        [open]
        path = DIR/%RSYNC_USER_NAME%
        timeout = 600
        max connections = 50
        hosts allow = 192.0.2.0/24
        filter = merge /rules/%RSYNC_USER_NAME%
        log format = %RSYNC_USER_NAME%
        [users]
        path = DIR/%RSYNC_USER_NAME%/%RSYNC_MODULE_PATH%
        timeout = 600
        max connections = 50
        auth users = *
        auth digest = sha256
        secrets file = DIR/%RSYNC_USER_NAME%
        uid = %RSYNC_USER_NAME%
        gid = %RSYNC_USER_NAME%
        temp dir = %RSYNC_MODULE_PATH%
        exclude from = DIR/%RSYNC_MODULE_NAME%
        lock file = /%RSYNC_HOST_ADDR%/none
        """);
    assertThat(problems().lines().filter(line -> line.contains("%")))
        .containsExactly(
            "DIR/rsyncd.conf line 8: risk: module \"open\": %RSYNC_USER_NAME% in \"filter\" is"
                + " empty: there are no \"auth users\"",
            "DIR/rsyncd.conf line 9: warning: module \"open\": %RSYNC_USER_NAME% in"
                + " \"log format\" is empty: there are no \"auth users\"",
            "DIR/rsyncd.conf line 4: risk: module \"open\": %RSYNC_USER_NAME% in \"path\" is"
                + " empty: there are no \"auth users\"",
            "DIR/rsyncd.conf line 16: warning: module \"users\": %RSYNC_USER_NAME% is not known"
                + " when \"secrets file\" is used, and stays as it is",
            "DIR/rsyncd.conf line 11: warning: module \"users\": %RSYNC_MODULE_PATH% is not known"
                + " when \"path\" is used, and stays as it is");
    assertThat(problems()).doesNotContain("No such file", "Invalid");
  }
}
