package org.jrsync.daemon.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import org.jrsync.wire.tls.PeerTrust;
import org.jrsync.wire.tls.PemFile;
import org.jrsync.wire.tls.TlsIdentity;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that vouches for itself, and its key, as files in PEM.
 *
 * @param certificate the file of one
 * @param key the file of the other
 */
public record OwnCertificate(Path certificate, Path key) {
  private static final char[] PASSWORD = "password".toCharArray();

  /**
   * Makes one.
   *
   * @param dir where its files go
   * @param name whom it is for
   * @param more arguments for keytool, such as a start date
   */
  public static OwnCertificate make(Path dir, String name, String... more) throws Exception {
    Path store = dir.resolve(name + ".p12");
    Files.deleteIfExists(store);
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD),
                "-alias",
                "own",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name));
    words.addAll(List.of(more));
    Process keytool =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    OwnCertificate made =
        new OwnCertificate(dir.resolve(name + ".pem"), dir.resolve(name + ".key"));
    write(made.certificate, "CERTIFICATE", keys.getCertificate("own").getEncoded());
    write(made.key, "PRIVATE KEY", keys.getKey("own", PASSWORD).getEncoded());
    return made;
  }

  private static void write(Path file, String label, byte[] content) throws IOException {
    Files.writeString(
        file,
        "-----BEGIN "
            + label
            + "-----\n"
            + Base64.getMimeEncoder().encodeToString(content)
            + "\n-----END "
            + label
            + "-----\n",
        StandardCharsets.ISO_8859_1);
  }

  /** The directives of a daemon that has it. */
  public String directives() {
    return "tls port = 1\ntls certificate = " + certificate + "\ntls key = " + key + "\n";
  }

  private static PemFile pem(Path file) throws Exception {
    return PemFile.parse(file.toString(), Files.readAllBytes(file));
  }

  /** The client's side of a connection to a daemon that has this one. */
  public SSLEngine client(@Nullable OwnCertificate shown) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        shown == null
            ? null
            : new KeyManager[] {TlsIdentity.of(pem(shown.certificate), pem(shown.key))},
        new TrustManager[] {PeerTrust.in(pem(certificate).certificates())},
        null);
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(true);
    return engine;
  }
}
