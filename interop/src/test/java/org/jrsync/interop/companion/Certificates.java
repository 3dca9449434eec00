package org.jrsync.interop.companion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.process.Command;

/**
 * Certificates that openssl makes for a test: of an authority, and of those that it vouches for.
 */
final class Certificates {
  private final Path folder;

  Certificates(Scratch scratch) {
    this.folder = scratch.folder("certificates");
  }

  /** The certificate of this name. */
  Path certificate(String name) {
    return folder.resolve(name + ".pem");
  }

  /** Its key, in PKCS #8. */
  Path key(String name) {
    return folder.resolve(name + ".key");
  }

  /** A new authority. */
  Path authority(String name) {
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=%s -keyout %s -out %s"
            .formatted(name, key(name), certificate(name)));
    return certificate(name);
  }

  /**
   * A new certificate.
   *
   * @param names what it is for, such as {@code DNS:localhost}
   * @param days how long it is valid; the past for a negative number
   */
  Path issue(String authority, String name, String algorithm, String names, int days) {
    Path request = folder.resolve(name + ".csr");
    Path extensions = folder.resolve(name + ".ext");
    openssl(
        "req -newkey %s -nodes -subj /CN=%s -keyout %s -out %s"
            .formatted(algorithm, name, key(name), request));
    write(extensions, "subjectAltName=" + names + "\n");
    openssl(
        "x509 -req -in %s -CA %s -CAkey %s -CAcreateserial -days %d -extfile %s -out %s"
            .formatted(
                request,
                certificate(authority),
                key(authority),
                days,
                extensions,
                certificate(name)));
    return certificate(name);
  }

  /** The key in the older form of its algorithm, as {@code openssl rsa} and {@code ec} write it. */
  Path olderKey(String name, String algorithm) {
    Path older = folder.resolve(name + ".old");
    openssl(
        "%s -in %s -out %s%s"
            .formatted(
                algorithm, key(name), older, algorithm.equals("rsa") ? " -traditional" : ""));
    return older;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void openssl(String arguments) {
    List<String> words = new ArrayList<>(List.of(arguments.split(" ", -1)));
    Command.of(Path.of("/usr/bin/openssl"), words).run().expectSuccess();
  }
}
