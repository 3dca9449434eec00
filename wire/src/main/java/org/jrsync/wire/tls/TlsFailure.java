package org.jrsync.wire.tls;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

/** Tells in few words why there is no TLS between two ends. */
public final class TlsFailure {
  private final String whose;
  private final String hint;
  private final String refusal;

  /**
   * @param peer whose certificate may be to blame, such as {@code server}
   * @param hint what follows where no authority vouches for it; may be empty
   * @param refusal what is wrong with it otherwise, such as {@code is not for localhost}
   */
  public TlsFailure(String peer, String hint, String refusal) {
    this.whose = "the " + peer + "'s certificate ";
    this.hint = hint;
    this.refusal = refusal;
  }

  /** What went wrong, in one line, as a text of bytes (ISO-8859-1). */
  public String reason(IOException failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      switch (t) {
        case CertificateExpiredException e -> {
          return whose + "has expired";
        }
        case CertificateNotYetValidException e -> {
          return whose + "is not valid yet";
        }
        case CertPathBuilderException e -> {
          return "no authority that is trusted vouches for " + whose.strip() + hint;
        }
        case CertPathValidatorException e when e.getCause() == null -> {
          return whose + "is not valid: " + said(e);
        }
        case CertificateException e when e.getCause() == null -> {
          return whose + refusal + " (" + said(e) + ")";
        }
        default -> {}
      }
    }
    return said(failure);
  }

  /** Its message, which may have a peer's words in Unicode, as a text of bytes. */
  private static String said(Throwable failure) {
    String text = failure.getMessage();
    return CertificateName.bytesOf(text == null ? failure.getClass().getSimpleName() : text);
  }
}
