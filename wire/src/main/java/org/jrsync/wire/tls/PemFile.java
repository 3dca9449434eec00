package org.jrsync.wire.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
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
import org.jspecify.annotations.Nullable;

/** A file of certificates and keys in PEM (RFC 7468), as openssl writes them. */
public final class PemFile {
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
   * Takes the content of a file apart; what stands outside of its blocks is a comment.
   *
   * @param name the file's, for messages
   * @throws PemException when a block does not end or holds no such text
   */
  public static PemFile parse(String name, byte[] content) throws PemException {
    String text = new String(content, ISO_8859_1);
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

  /** The file's name. */
  String name() {
    return name;
  }

  private byte[] decoded(String body) throws PemException {
    if (body.contains("Proc-Type:")) {
      throw encrypted();
    }
    try {
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  /**
   * All certificates, at least one.
   *
   * @throws PemException when there is none, or one is damaged
   */
  public List<X509Certificate> certificates() throws PemException {
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
      throw new PemException("there is no certificate in " + name, null);
    }
    return found;
  }

  /**
   * The first private key.
   *
   * @param algorithm of the public key that it belongs to
   * @throws PemException when there is none, or it is encrypted, damaged or of another algorithm
   */
  public PrivateKey privateKey(String algorithm) throws PemException {
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
    throw new PemException("there is no private key in " + name, null);
  }

  private PrivateKey privateKey(String algorithm, byte[] pkcs8) throws PemException {
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw new PemException(
          "the private key in "
              + name
              + " is damaged, or none for the certificate's algorithm, "
              + algorithm.toUpperCase(Locale.ROOT),
          e);
    }
  }

  private PemException encrypted() {
    return new PemException(
        "the private key in " + name + " is encrypted, which is not supported", null);
  }

  private PemException damaged(@Nullable Throwable cause) {
    return new PemException(name + " is no sound PEM file", cause);
  }
}
