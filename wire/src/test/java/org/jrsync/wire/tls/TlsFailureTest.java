package org.jrsync.wire.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/** What is told of peers' certificates, in whose words there may be anything. */
class TlsFailureTest {

  private static String reason(IOException failure) {
    return new TlsFailure("client", "", "is refused").reason(failure);
  }

  @Test
  void wordsOfPeersComeOutAsBytes() {
    assertThat(reason(new SSLException("a\u010ab"))).isEqualTo("a\u00c4\u008ab");
    assertThat(reason(new SSLException("x", new CertificateException("a\u010ab"))))
        .isEqualTo("the client's certificate is refused (a\u00c4\u008ab)");
    assertThat(reason(new SSLException("x", new CertPathValidatorException("a\u010ab"))))
        .isEqualTo("the client's certificate is not valid: a\u00c4\u008ab");
  }
}
