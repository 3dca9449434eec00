package org.jrsync.client.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jrsync.client.Rules;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/** A file of certificates and keys in PEM (RFC 7468), as openssl writes them. */
final class PemFile {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String LINE_END = "-----";

  private final String name;
  private final List<Block> blocks;

  /** What stands between a pair of the format's lines. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Block(String label, byte[] content) {}

  private PemFile(String name, List<Block> blocks) {
    this.name = name;
    this.blocks = blocks;
  }

  /**
   * Reads a file that the operator named.
   *
   * @throws RsyncException with exit code 5 when it cannot be read or is no PEM
   */
  static PemFile read(byte[] path) {
    String name = new String(path, ISO_8859_1);
    try {
      return parse(name, new String(Rules.operatorFiles().read(path), ISO_8859_1));
    } catch (IOException e) {
      throw new RsyncException(
          ExitCode.START_CLIENT, "rsync: failed to open " + name + ": " + e.getMessage(), e);
    }
  }

  /**
   * Takes the text of a file apart; what stands outside of its blocks is a comment.
   *
   * @param name the file's, for messages
   */
  static PemFile parse(String name, String text) {
    PemFile file = new PemFile(name, new ArrayList<>());
    int at = 0;
    while ((at = text.indexOf(BEGIN, at)) >= 0) {
      int labelEnd = text.indexOf(LINE_END, at + BEGIN.length());
      String label = labelEnd < 0 ? "" : text.substring(at + BEGIN.length(), labelEnd);
      int end = text.indexOf(END + label + LINE_END, at);
      if (labelEnd < 0 || end < labelEnd) {
        throw file.damaged(null);
      }
      file.blocks.add(
          new Block(label, file.decoded(text.substring(labelEnd + LINE_END.length(), end))));
      at = end + 1;
    }
    return file;
  }

  private byte[] decoded(String body) {
    if (body.contains("Proc-Type:")) {
      throw encrypted();
    }
    try {
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  /** All certificates, at least one. */
  List<X509Certificate> certificates() {
    List<X509Certificate> found = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Block block : blocks) {
        if (block.label().equals("CERTIFICATE") || block.label().equals("X509 CERTIFICATE")) {
          found.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(block.content())));
        }
      }
    } catch (GeneralSecurityException e) {
      throw damaged(e);
    }
    if (found.isEmpty()) {
      throw failure("there is no certificate in " + name, null);
    }
    return found;
  }

  /**
   * The first private key.
   *
   * @param algorithm of the public key that it belongs to
   */
  PrivateKey privateKey(String algorithm) {
    for (Block block : blocks) {
      byte @Nullable [] key =
          switch (block.label()) {
            case "PRIVATE KEY" -> block.content();
            case "RSA PRIVATE KEY" -> PrivateKeyForm.ofRsa(block.content());
            case "EC PRIVATE KEY" -> PrivateKeyForm.ofEc(block.content());
            case "ENCRYPTED PRIVATE KEY" -> throw encrypted();
            default -> null;
          };
      if (key != null) {
        return privateKey(algorithm, key);
      }
    }
    throw failure("there is no private key in " + name, null);
  }

  private PrivateKey privateKey(String algorithm, byte[] pkcs8) {
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw failure(
          "the private key in "
              + name
              + " is damaged, or none for the certificate's algorithm, "
              + algorithm.toUpperCase(Locale.ROOT),
          e);
    }
  }

  private RsyncException encrypted() {
    return failure("the private key in " + name + " is encrypted, which is not supported", null);
  }

  private RsyncException damaged(@Nullable Throwable cause) {
    return failure(name + " is no sound PEM file", cause);
  }

  private static RsyncException failure(String text, @Nullable Throwable cause) {
    return new RsyncException(ExitCode.START_CLIENT, "rsync: " + text, cause);
  }
}
