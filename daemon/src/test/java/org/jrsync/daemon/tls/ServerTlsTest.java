package org.jrsync.daemon.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jrsync.daemon.config.ConfigException;
import org.jrsync.daemon.config.MemoryFiles;
import org.jrsync.daemon.config.TlsFiles;
import org.jrsync.daemon.host.OperatorFiles;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Policy;
import org.jrsync.wire.MemoryPipe;
import org.jrsync.wire.tls.TlsTransport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which certificate is in force, and who is let in by it. */
class ServerTlsTest {
  @TempDir static Path dir;
  private static OwnCertificate first = new OwnCertificate(Path.of("/"), Path.of("/"));
  private static OwnCertificate second = first;

  private final ConfinedTree operator = ConfinedTree.open(new byte[] {'.'}, Policy.OPERATOR);
  private final OperatorFiles files = new OperatorFiles(operator);
  private final List<String> log = new ArrayList<>();
  private TlsFiles configured = files("");

  @BeforeAll
  static void make() throws Exception {
    first = OwnCertificate.make(dir, "first");
    second = OwnCertificate.make(dir, "second");
  }

  @AfterEach
  void close() {
    operator.close();
  }

  private static TlsFiles files(String directives) {
    return MemoryFiles.load(directives).tls();
  }

  /** One for which the configuration names these; {@link #configured} names others later. */
  private ServerTls tls(TlsFiles named) {
    configured = named;
    return new ServerTls(() -> configured, files, log::add);
  }

  /** Shakes hands, and says a byte each way; how that failed on the server's side, or null. */
  private static @Nullable Throwable failure(
      ServerTls tls, TlsFiles named, OwnCertificate trusted, @Nullable OwnCertificate shown)
      throws Exception {
    MemoryPipe.Pair pipe = MemoryPipe.pair();
    try (TlsTransport client = new TlsTransport(pipe.first(), trusted.client(shown));
        TlsTransport server = new TlsTransport(pipe.second(), tls.engine(named))) {
      CompletableFuture<@Nullable Throwable> ended = new CompletableFuture<>();
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            try {
              server.handshake(10_000);
              server.write(new byte[] {1}, 0, 1);
              ended.complete(null);
            } catch (Throwable e) {
              ended.complete(e);
            }
          });
      try {
        client.handshake(10_000);
        client.read(new byte[1], 0, 1, 10_000);
      } catch (IOException e) {
        // The server tells.
        pipe.first().shutdownOutput();
      }
      return ended.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void theNewFilesCountFromReloadOn() throws Exception {
    Path certificate = Files.copy(first.certificate(), dir.resolve("now.pem"));
    Path key = Files.copy(first.key(), dir.resolve("now.key"));
    TlsFiles named = files(new OwnCertificate(certificate, key).directives());
    ServerTls tls = tls(named);
    Files.writeString(certificate, Files.readString(second.certificate()));
    Files.writeString(key, Files.readString(second.key()));
    assertThat(failure(tls, named, first, null)).isNull();
    tls.reload();
    assertThat(failure(tls, named, second, null)).isNull();
    assertThat(failure(tls, named, first, null)).isNotNull();
    assertThat(log).hasSize(1).first().asString().startsWith("TLS certificate: CN=second, valid");
  }

  @Test
  void badFilesLeaveTheOldOnesInForceAndAreToldOfOnce() throws Exception {
    TlsFiles named = files(first.directives());
    ServerTls tls = tls(named);
    Path garbage = Files.writeString(dir.resolve("garbage"), "no certificate");
    for (TlsFiles bad :
        List.of(
            files(new OwnCertificate(dir.resolve("none"), first.key()).directives()),
            files(new OwnCertificate(garbage, first.key()).directives()),
            files(new OwnCertificate(first.certificate(), second.key()).directives()),
            files(""))) {
      log.clear();
      configured = bad;
      assertThat(failure(tls, bad, first, null)).isNull();
      assertThat(failure(tls, bad, first, null)).isNull();
      assertThat(log)
          .singleElement()
          .asString()
          .startsWith("TLS certificate not changed: ")
          .doesNotContain("\n");
    }
    log.clear();
    configured = named;
    tls.reload();
    assertThat(log).singleElement().asString().startsWith("TLS certificate: CN=first");
  }

  @Test
  void whatIsWrongAtTheStartIsAnError() throws Exception {
    assertThatThrownBy(
            () -> tls(files(new OwnCertificate(dir.resolve("no"), first.key()).directives())))
        .isInstanceOf(ConfigException.class)
        .hasMessage(dir.resolve("no") + ": No such file or directory");
    assertThatThrownBy(
            () -> tls(files(new OwnCertificate(first.certificate(), second.key()).directives())))
        .hasMessage(
            "the private key in "
                + second.key()
                + " is not the certificate's in "
                + first.certificate());
    OwnCertificate old = OwnCertificate.make(dir, "old", "-startdate", "-3d", "-validity", "1");
    tls(files(old.directives()));
    assertThat(log).singleElement().asString().contains("the certificate has expired on 20");
  }

  @Test
  void clientsAreAskedWhoTheyAre() throws Exception {
    String ca = first.directives() + "tls client ca = " + second.certificate() + "\n";
    TlsFiles required = files(ca);
    ServerTls strict = tls(required);
    assertThat(failure(strict, required, first, second)).isNull();
    assertThat(failure(strict, required, first, null)).isInstanceOf(SSLException.class);
    assertThat(failure(strict, required, first, first)).isInstanceOf(SSLException.class);
    TlsFiles optional = files(ca + "tls client certificate = optional\n");
    ServerTls lenient = tls(optional);
    assertThat(failure(lenient, optional, first, second)).isNull();
    assertThat(failure(lenient, optional, first, null)).isNull();
    assertThat(failure(lenient, optional, first, first)).isInstanceOf(SSLException.class);
    OwnCertificate old = OwnCertificate.make(dir, "past", "-startdate", "-3d", "-validity", "1");
    TlsFiles trusting = files(first.directives() + "tls client ca = " + old.certificate() + "\n");
    assertThat(failure(tls(trusting), trusting, first, old)).isInstanceOf(SSLException.class);
  }

  @Test
  void whereClientsCannotBeAskedNobodyIsLetIn() throws Exception {
    TlsFiles open = files(first.directives());
    Path authorities = dir.resolve("authorities");
    TlsFiles demanding = files(first.directives() + "tls client ca = " + authorities + "\n");
    ServerTls tls = tls(open);
    assertThat(failure(tls, open, first, null)).isNull();
    configured = demanding;
    for (TlsFiles session : List.of(demanding, demanding, open)) {
      assertThatThrownBy(() -> tls.engine(session))
          .isInstanceOf(UncheckedIOException.class)
          .hasCauseInstanceOf(SSLException.class);
    }
    assertThat(log)
        .containsExactly(
            "TLS clients are refused, as their certificates cannot be asked for: "
                + authorities
                + ": No such file or directory");
    Files.copy(second.certificate(), authorities);
    tls.reload();
    assertThat(failure(tls, demanding, first, second)).isNull();
    assertThat(failure(tls, demanding, first, null)).isInstanceOf(SSLException.class);
    // The demands are the same: bad files leave what was read in force.
    Files.writeString(authorities, "nothing");
    tls.reload();
    assertThat(log).last().asString().startsWith("TLS certificate not changed: ");
    assertThat(failure(tls, demanding, first, second)).isNull();
    assertThat(failure(tls, demanding, first, null)).isInstanceOf(SSLException.class);
  }

  @Test
  void otherDemandsThanThoseInForceAreNotReplacedByThem() throws Exception {
    String ca = first.directives() + "tls client ca = " + second.certificate() + "\n";
    String lost = ca.replace(first.certificate().toString(), "/nonexistent");
    TlsFiles optional = files(ca + "tls client certificate = optional\n");
    ServerTls lenient = tls(optional);
    configured = files(lost);
    assertThatThrownBy(() -> lenient.engine(configured)).isInstanceOf(UncheckedIOException.class);
    configured = files(lost.replace(second.certificate().toString(), "/other"));
    assertThatThrownBy(() -> lenient.engine(configured)).isInstanceOf(UncheckedIOException.class);
    ServerTls strict = tls(files(ca));
    // What is in force asks for more.
    configured = files(lost + "tls client certificate = optional\n");
    assertThat(failure(strict, configured, first, second)).isNull();
    assertThat(failure(strict, configured, first, null)).isInstanceOf(SSLException.class);
  }

  @Test
  void oldSessionsBringNoOldConfigurationBack() throws Exception {
    TlsFiles open = files(first.directives());
    TlsFiles demanding =
        files(first.directives() + "tls client ca = " + second.certificate() + "\n");
    ServerTls tls = tls(open);
    configured = demanding;
    assertThat(failure(tls, demanding, first, null)).isInstanceOf(SSLException.class);
    // One that was accepted before: it is asked all the same.
    assertThat(failure(tls, open, first, null)).isInstanceOf(SSLException.class);
    assertThat(failure(tls, open, first, second)).isNull();
    assertThat(log).hasSize(1);
    // And one whose modules rely on certificates that are not asked for any more.
    configured = open;
    assertThat(failure(tls, open, first, null)).isNull();
    assertThatThrownBy(() -> tls.engine(demanding)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void keysForPssAloneAreAsGoodAsOthers() throws Exception {
    OwnCertificate pss = OwnCertificate.make(dir, "pss", "-keyalg", "RSASSA-PSS");
    OwnCertificate other = OwnCertificate.make(dir, "pss2", "-keyalg", "RSASSA-PSS");
    TlsFiles named = files(pss.directives());
    assertThat(failure(tls(named), named, pss, null)).isNull();
    assertThatThrownBy(
            () -> tls(files(new OwnCertificate(pss.certificate(), other.key()).directives())))
        .hasMessageContaining("is not the certificate's in");
  }

  @Test
  void namesAreLoggedAsBytes() throws Exception {
    OwnCertificate odd = OwnCertificate.make(dir, "odd", "-dname", "CN=a\\C4\\8Ab");
    tls(files(odd.directives())).reload();
    assertThat(log).singleElement().asString().startsWith("TLS certificate: CN=a\u00c4\u008ab, ");
  }

  @Test
  void directivesThatContradictAreErrors() {
    for (String wrong :
        List.of(
            "tls port = 874\n",
            "tls port = 70000\ntls certificate = /c\n",
            "tls client certificate = maybe\ntls client ca = /c\n",
            "tls client certificate = required\n")) {
      assertThatThrownBy(() -> MemoryFiles.load(wrong))
          .isInstanceOf(ConfigException.class)
          .hasMessageStartingWith("\"tls ");
    }
  }
}
