package org.jrsync.interop.companion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.PeerMissing;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.TreeCompare;
import org.jrsync.interop.tree.TreeSnapshot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** {@code jrsync ssl} with a real daemon behind a real stunnel. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
  private final Scratch scratch = new Scratch();
  private final Certificates certificates = new Certificates(scratch);
  private final List<Stunnel> servers = new ArrayList<>();
  private Path stunnel = Path.of("/");
  private Path rsync = Path.of("/");
  private Path config = Path.of("/");
  private int good;

  @BeforeAll
  void start() throws IOException {
    try {
      stunnel = Peers.stunnel();
    } catch (PeerMissing missing) {
      Assumptions.abort(String.valueOf(missing.getMessage()));
    }
    rsync = Peers.NEWEST.orSkip().binary();
    boolean root = "root".equals(System.getProperty("user.name"));
    Path data = scratch.folder("data");
    byte[] large = new byte[3_000_000];
    new Random(3).nextBytes(large);
    Files.write(data.resolve("large"), large);
    Files.writeString(data.resolve("small"), "small\n");
    config =
        scratch.file(
            "rsyncd.conf",
            Module.readOnly("data", data).section(root)
                + Module.writable("in", scratch.folder("in")).section(root));
    certificates.authority("ca");
    certificates.authority("other");
    certificates.issue("ca", "here", "rsa:2048", "DNS:localhost", 1);
    good = server("here", "");
  }

  @AfterAll
  void stop() {
    servers.forEach(Stunnel::close);
    scratch.close();
  }

  /** The port of a server that has a certificate. */
  private int server(String certificate, String more) {
    Stunnel started =
        Stunnel.start(
            scratch,
            stunnel,
            rsync,
            config,
            certificates.certificate(certificate),
            certificates.key(certificate),
            more);
    servers.add(started);
    return started.port();
  }

  private Command ssl(int port, Map<String, String> variables, String... arguments) {
    List<String> words = new ArrayList<>(List.of("ssl"));
    words.addAll(List.of(arguments));
    Command command = Command.of(Jrsync.binary(), words).env("RSYNC_SSL_PORT", "" + port);
    variables.forEach(command::env);
    return command;
  }

  private Map<String, String> trusting(String authority) {
    return Map.of("RSYNC_SSL_CA_CERT", certificates.certificate(authority).toString());
  }

  private static void refused(Command command, String reason) {
    Result result = command.run().expect(5);
    assertThat(result.err()).contains(reason).hasLineCount(2);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void filesGoBothWays() {
    Path copy = scratch.folder("copy");
    TreeSnapshot wanted = TreeSnapshot.of(new Disk(scratch.path().resolve("data")));
    ssl(good, trusting("ca"), "-a", "rsync://localhost/data/", copy + "/").run().expectSuccess();
    TreeCompare.assertSame(wanted, TreeSnapshot.of(new Disk(copy)));
    ssl(good, trusting("ca"), "--type=openssl", "-a", copy + "/", "localhost::in/")
        .run()
        .expectSuccess();
    TreeCompare.assertSame(wanted, TreeSnapshot.of(new Disk(scratch.path().resolve("in"))));
    assertThat(servers.getFirst().log()).doesNotContain("SSL_read");
  }

  @Test
  void portOfTheUrlAndOfTheOptionCount() {
    ssl(1, trusting("ca"), "rsync://localhost:" + good + "/").run().expectSuccess();
    ssl(1, trusting("ca"), "--port=" + good, "localhost::").run().expectSuccess();
    refused(ssl(1, trusting("ca"), "localhost::"), "Connection refused");
  }

  @Test
  void linkOfTheNameIsTheCompanion() throws IOException {
    for (String name : List.of("rsync-ssl", "jrsync-ssl")) {
      Path link = Files.createSymbolicLink(scratch.path().resolve(name), Jrsync.binary());
      Command command = Command.of(link, "localhost::").env("RSYNC_SSL_PORT", "" + good);
      trusting("ca").forEach(command::env);
      assertThat(command.run().expectSuccess().out()).contains("data", "in");
    }
  }

  @Test
  void serversThatNobodyVouchesForAreRefused() {
    refused(ssl(good, trusting("other"), "localhost::data/"), "no authority that is trusted");
    refused(ssl(good, Map.of(), "localhost::data/"), "no authority that is trusted");
    refused(ssl(good, Map.of(), "--type=stunnel", "localhost::"), "no authority that is trusted");
    ssl(good, Map.of("RSYNC_SSL_CA_CERT", ""), "localhost::data/").run().expectSuccess();
    ssl(good, Map.of("SSL_CERT_FILE", certificates.certificate("ca").toString()), "localhost::")
        .run()
        .expectSuccess();
  }

  @Test
  void serverMustBeTheOneThatWasAskedFor() {
    refused(ssl(good, trusting("ca"), "127.0.0.1::"), "certificate is not for 127.0.0.1");
    Command lenient =
        ssl(good, trusting("ca"), "127.0.0.1::").env("RSYNC_SSL_SKIP_HOSTNAME_CHECK", "1");
    assertThat(lenient.run().expectSuccess().out()).contains("data");
    refused(
        ssl(good, trusting("other"), "127.0.0.1::").env("RSYNC_SSL_SKIP_HOSTNAME_CHECK", "1"),
        "no authority that is trusted");
    certificates.issue("ca", "wild", "rsa:2048", "DNS:*.localhost,DNS:*.*.localhost", 1);
    int wild = server("wild", "");
    Path hosts = scratch.file("hosts", "127.0.0.1 localhost a.localhost a.b.localhost\n");
    String resolver = "-Djdk.net.hosts.file=" + hosts;
    ssl(wild, trusting("ca"), "a.localhost::")
        .env("JRSYNC_JAVA_OPTIONS", resolver)
        .run()
        .expectSuccess();
    for (String host : List.of("localhost", "a.b.localhost")) {
      refused(
          ssl(wild, trusting("ca"), host + "::").env("JRSYNC_JAVA_OPTIONS", resolver),
          "certificate is not for " + host);
    }
  }

  @Test
  void certificateMustBeOfToday() {
    certificates.issue("ca", "old", "rsa:2048", "DNS:localhost", -1);
    int old = server("old", "");
    refused(ssl(old, trusting("ca"), "localhost::"), "the server's certificate has expired");
    // Trusted by itself it has expired all the same.
    refused(ssl(old, trusting("old"), "localhost::"), "the server's certificate has expired");
    ssl(old, Map.of("RSYNC_SSL_CA_CERT", ""), "localhost::").run().expectSuccess();
  }

  @Test
  void serverMayAskForACertificate() {
    int strict = server("here", "verifyChain = yes\nCAfile = " + certificates.certificate("ca"));
    assertThat(ssl(strict, trusting("ca"), "localhost::").run().expect(5).err()).contains("TLS");
    for (String algorithm : List.of("rsa", "ec")) {
      String name = "client-" + algorithm;
      certificates.issue(
          "ca",
          name,
          algorithm.equals("rsa") ? "rsa:2048" : "ec -pkeyopt ec_paramgen_curve:P-256",
          "DNS:client",
          1);
      for (Path key : List.of(certificates.key(name), certificates.olderKey(name, algorithm))) {
        Command command =
            ssl(strict, trusting("ca"), "localhost::data/small")
                .env("RSYNC_SSL_CERT", certificates.certificate(name).toString())
                .env("RSYNC_SSL_KEY", key.toString());
        assertThat(command.run().expectSuccess().out()).contains("small");
      }
    }
    certificates.issue("other", "stranger", "rsa:2048", "DNS:client", 1);
    Command stranger =
        ssl(strict, trusting("ca"), "localhost::")
            .env("RSYNC_SSL_CERT", certificates.certificate("stranger").toString())
            .env("RSYNC_SSL_KEY", certificates.key("stranger").toString());
    assertThat(stranger.run().expect(5).err()).contains("TLS");
    refused(
        ssl(strict, trusting("ca"), "localhost::").env("RSYNC_SSL_CERT", scratch.path() + "/none"),
        "No such file");
  }

  @Test
  void whatMakesNoSenseIsRefusedAsByUpstreams() {
    Result none = ssl(good, Map.of()).run().expect(1);
    assertThat(none.err()).isEqualTo("Usage: rsync-ssl [--type=SSL_TYPE] RSYNC_ARG [...]\n");
    assertThat(none.out()).isEqualTo("The SSL_TYPE can be openssl or stunnel\n");
    for (List<String> words :
        List.of(
            List.of("a", "b"),
            List.of("--type=openssl", "a", "host:b"),
            List.of("--", "--type=openssl"),
            List.of("host:a::b", "."))) {
      Result local = ssl(good, Map.of(), words.toArray(String[]::new)).run().expect(1);
      assertThat(local.err()).isEqualTo("You must use rsync-ssl with a daemon-style hostname.\n");
      assertThat(local.out()).isEmpty();
    }
    refused(ssl(good, Map.of(), "--type=foo", "localhost::"), "unknown type: foo");
    refused(ssl(good, Map.of(), "a b::"), "invalid rsync-ssl hostname: a b");
    refused(ssl(good, Map.of("RSYNC_SSL_PORT", "x"), "localhost::"), "is not a port: x");
  }
}
