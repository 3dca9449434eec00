package org.jrsync.wire.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class PemFileTest {

  /**
   * How PKCS #8 begins around an RSA key of 2048 bits: version, algorithm, and the key's length.
   */
  private static final int RSA_HEADER = 26;

  private static String pem(String label, byte[] content) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(content)
        + "\n-----END "
        + label
        + "-----\n";
  }

  private static PemFile parse(String text) throws PemException {
    return PemFile.parse("f", text.getBytes(ISO_8859_1));
  }

  private static PrivateKey rsaKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair().getPrivate();
  }

  @Test
  void keysAreReadInBothForms() throws Exception {
    PrivateKey key = rsaKey();
    byte[] general = key.getEncoded();
    byte[] inner = Arrays.copyOfRange(general, RSA_HEADER, general.length);
    assertThat(parse("text\n" + pem("PRIVATE KEY", general)).privateKey("RSA")).isEqualTo(key);
    assertThat(parse(pem("RSA PRIVATE KEY", inner)).privateKey("RSA")).isEqualTo(key);
  }

  @Test
  void whatIsMissingOrDamagedIsToldOf() throws Exception {
    byte[] key = rsaKey().getEncoded();
    refuses("there is no private key in f", "nothing");
    refuses("f is no sound PEM file", "-----BEGIN PRIVATE KEY-----\nAAAA");
    refuses("f is no sound PEM file", "-----BEGIN PRIVATE");
    refuses("the private key in f is encrypted", pem("ENCRYPTED PRIVATE KEY", key));
    refuses(
        "the private key in f is encrypted",
        """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED

        AAAA
        -----END RSA PRIVATE KEY-----
        """);
    refuses("the private key in f is damaged", pem("PRIVATE KEY", new byte[] {0x30, 3, 2, 1, 0}));
    for (int length = 0; length < 12; length++) {
      byte[] start = Arrays.copyOf(new byte[] {0x30, (byte) 0x82, 1, 1, (byte) 0xa0, 5}, length);
      refuses("the private key in f is damaged", pem("EC PRIVATE KEY", start));
    }
    assertThatThrownBy(() -> parse(pem("PRIVATE KEY", key)).certificates())
        .hasMessage("there is no certificate in f");
    assertThatThrownBy(() -> parse(pem("CERTIFICATE", new byte[] {1, 2})).certificates())
        .hasMessage("f is no sound PEM file");
  }

  private static void refuses(String reason, String text) {
    assertThatThrownBy(() -> parse(text).privateKey("EC"))
        .isInstanceOf(PemException.class)
        .hasMessageStartingWith(reason);
  }
}
