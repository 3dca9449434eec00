package org.jrsync.interop.companion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Running;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.PeerMissing;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The daemon's own TLS with upstream's rsync-ssl and with {@code jrsync ssl}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DaemonTlsTest {
  private final Scratch scratch = new Scratch();
  private final Certificates certificates = new Certificates(scratch);
  private final Path data = scratch.folder("data");
  private final byte[] large = new byte[3_000_000];
  private Path script = Path.of("/");
  private Path programs = Path.of("/");

  @BeforeAll
  void prepare() throws IOException {
    try {
      Peers.stunnel();
      script = Peers.sslScript();
    } catch (PeerMissing missing) {
      Assumptions.abort(String.valueOf(missing.getMessage()));
    }
    programs = scratch.folder("programs");
    Files.createSymbolicLink(programs.resolve("rsync"), Peers.NEWEST.orSkip().binary());
    new Random(5).nextBytes(large);
    Files.write(data.resolve("large"), large);
    Files.writeString(data.resolve("small"), "small\n");
    certificates.authority("ca");
    certificates.authority("other");
    certificates.issue("ca", "here", "ec -pkeyopt ec_paramgen_curve:P-256", "DNS:localhost", 1);
    certificates.issue("ca", "friend", "rsa:2048", "DNS:friend", 1);
    certificates.issue("other", "stranger", "rsa:2048", "DNS:stranger", 1);
  }

  @AfterAll
  void end() {
    scratch.close();
  }

  private TlsDaemon serve(String name, Path certificate, Path key, String more) throws IOException {
    return TlsDaemon.start(scratch, name, certificate, key, more, data);
  }

  private TlsDaemon serve(String name, String more) throws IOException {
    return serve(name, certificates.certificate("here"), certificates.key("here"), more);
  }

  private Command client(String kind, int port, String... arguments) {
    List<String> words = new ArrayList<>();
    Path program = script;
    if (kind.equals("jrsync")) {
      program = Jrsync.binary();
      words.add("ssl");
    } else {
      words.add("--type=" + kind);
    }
    words.addAll(List.of(arguments));
    return Command.of(program, words)
        .env("PATH", programs + ":" + System.getenv("PATH"))
        .env("RSYNC_SSL_PORT", "" + port)
        .env("RSYNC_SSL_CA_CERT", certificates.certificate("ca").toString())
        .limit(Duration.ofSeconds(30));
  }

  private void assertCopied(Path copy) throws IOException {
    assertThat(Files.readAllBytes(copy.resolve("large"))).isEqualTo(large);
    assertThat(copy.resolve("small")).hasContent("small\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"threads", "hybrid", "virtual"})
  void filesGoBothWaysWithEveryClient(String model) throws Exception {
    try (TlsDaemon served = serve(model, "listener = " + model)) {
      for (String kind : List.of("openssl", "stunnel", "jrsync")) {
        Path copy = scratch.folder(model + "/" + kind);
        client(kind, served.port(), "-rt", "rsync://localhost/data/", copy + "/")
            .run()
            .expectSuccess();
        assertCopied(copy);
        client(kind, served.port(), "-rtO", copy + "/", "rsync://localhost/in/" + kind + "/")
            .run()
            .expectSuccess();
        assertCopied(served.in().resolve(kind));
      }
      String log = served.log();
      assertThat(log.lines().filter(line -> line.contains("rsync to in/"))).hasSize(3);
      assertThat(log).doesNotContain("error", "TLS handshake");
      // Without TLS the other port serves as ever, and this one nobody.
      Path rsync = programs.resolve("rsync");
      assertThat(Command.of(rsync, served.plainUrl("")).run().expectSuccess().out())
          .contains("data");
      Command.of(rsync, "rsync://localhost:" + served.port() + "/").run().expect(5);
      served.awaitLog("TLS handshake with 127.0.0.1 failed: ");
    }
  }

  @Test
  void aNewCertificateHoldsFromHupOnAndEndsNoSession() throws Exception {
    Path certificate = scratch.path().resolve("now.pem");
    Path key = scratch.path().resolve("now.key");
    Files.copy(certificates.certificate("here"), certificate);
    Files.copy(certificates.key("here"), key);
    certificates.issue("other", "there", "rsa:2048", "DNS:localhost", 1);
    try (TlsDaemon served = serve("reload", certificate, key, "")) {
      Path copy = scratch.folder("reload/copy");
      try (Running pull =
          Running.start(
              scratch,
              client(
                  "jrsync",
                  served.port(),
                  "-rt",
                  "--bwlimit=800",
                  "rsync://localhost/data/",
                  copy + "/"))) {
        served.awaitLog("building file list");
        Files.copy(
            certificates.certificate("there"), certificate, StandardCopyOption.REPLACE_EXISTING);
        served.signal("HUP");
        served.awaitLog("TLS certificate not changed: the private key in " + key);
        client("openssl", served.port(), "localhost::").run().expectSuccess();
        Files.copy(certificates.key("there"), key, StandardCopyOption.REPLACE_EXISTING);
        served.signal("HUP");
        served.awaitLog("TLS certificate: CN=there, valid until ");
        client("jrsync", served.port(), "localhost::").run().expect(5);
        client("openssl", served.port(), "localhost::")
            .env("RSYNC_SSL_CA_CERT", certificates.certificate("other").toString())
            .run()
            .expectSuccess();
        assertThat(pull.isAlive()).isTrue();
        pull.await(Duration.ofSeconds(30)).expectSuccess();
        assertCopied(copy);
      }
    }
  }

  private Command showing(Command client, String name) {
    return client
        .env("RSYNC_SSL_CERT", certificates.certificate(name).toString())
        .env("RSYNC_SSL_KEY", certificates.key(name).toString());
  }

  @Test
  void clientsMayNeedACertificate() throws Exception {
    try (TlsDaemon served =
        serve("strict", "tls only = yes\ntls client ca = " + certificates.certificate("ca"))) {
      for (String kind : List.of("openssl", "jrsync")) {
        Command friend = client(kind, served.port(), "localhost::data/small");
        assertThat(showing(friend, "friend").run().expectSuccess().out()).contains("small");
        Command stranger = client(kind, served.port(), "localhost::data/");
        Result refused = showing(stranger, "stranger").run();
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.out()).doesNotContain("small");
      }
      // Upstream's script has no way to let stunnel show one.
      for (String kind : List.of("openssl", "stunnel", "jrsync")) {
        assertThat(client(kind, served.port(), "localhost::data/").run().exitCode()).isNotZero();
      }
      String failed = "TLS handshake with 127.0.0.1 failed: ";
      assertThat(served.log().lines())
          .filteredOn(line -> line.contains(failed))
          .hasSize(5)
          .filteredOn(line ->
              line.endsWith("no authority that is trusted vouches for the client's certificate"))
          .hasSize(2);
      assertThat(served.log())
          .contains("TLS certificate of 127.0.0.1: CN=friend")
          .doesNotContain("internal error");
      Result plain =
          Command.of(programs.resolve("rsync"), served.plainUrl("data/")).run().expect(5);
      assertThat(plain.err()).contains("@ERROR: module data is served over TLS only");
    }
  }

  @Test
  void whatIsWrongIsFoundBeforeItIsServed() throws Exception {
    Path open = scratch.path().resolve("open.key");
    Files.copy(certificates.key("here"), open);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    certificates.issue("ca", "old", "rsa:2048", "DNS:localhost", -1);
    Path here = certificates.certificate("here");
    checks(here, open, "port = 9874", "risk: " + open + " holds the key and can be read or");
    checks(here, certificates.key("old"), "port = 9874", "error: the private key in ");
    checks(here, Path.of("/none"), "port = 9874", "error: /none: No such file or directory");
    checks(
        certificates.certificate("old"),
        certificates.key("old"),
        "port = 9874",
        "error: the certificate has expired on ");
    checks(
        here,
        certificates.key("here"),
        "port = 9874\ntls client ca = " + here,
        "risk: module \"m\": it can be reached without a client's certificate by port 9874");
    checks(
        here,
        certificates.key("here"),
        "port = 9875",
        "error: \"tls port\" and \"port\" are both 9875");
    Path config =
        scratch.file(
            "same.conf",
            "port = 9875\ntls port = 9875\ntls certificate = %s\ntls key = %s\n"
                .formatted(here, certificates.key("here")));
    Result start =
        Command.of(Jrsync.binary(), "--daemon", "--no-detach", "--config=" + config)
            .run()
            .expect(1);
    assertThat(start.err()).contains("\"tls port\" and \"port\" are both 9875");
  }

  private void checks(Path certificate, Path key, String more, String wanted) {
    Path config =
        scratch.file(
            "check.conf",
            """
            tls port = 9875
            tls certificate = %s
            tls key = %s
            %s
            [m]
            path = /
            """
                .formatted(certificate, key, more));
    Result result =
        Command.of(Jrsync.binary(), "--daemon", "--check-config", "--config=" + config).run();
    assertThat(result.err()).contains(wanted).doesNotContain("Exception");
    assertThat(result.exitCode()).isEqualTo(wanted.startsWith("error") ? 1 : 0);
  }
}
