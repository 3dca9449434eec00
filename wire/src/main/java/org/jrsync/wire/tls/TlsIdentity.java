package org.jrsync.wire.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The one certificate of this side. A client shows it to every server that asks for one, whomever
 * that server trusts: it knows best which it takes.
 */
public final class TlsIdentity extends X509ExtendedKeyManager {
  private static final String ALIAS = "own";

  private final X509Certificate[] chain;
  private final PrivateKey key;

  private TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
    this.chain = chain.toArray(X509Certificate[]::new);
    this.key = key;
  }

  /**
   * The first certificate of a file with those that follow it, and the key of another, which may be
   * the same.
   *
   * @throws PemException when one is missing, cannot be used, or the key is not the certificate's
   */
  public static TlsIdentity of(PemFile certificates, PemFile key) throws PemException {
    List<X509Certificate> chain = certificates.certificates();
    PublicKey known = chain.getFirst().getPublicKey();
    PrivateKey secret = key.privateKey(known.getAlgorithm());
    if (!belongs(secret, known)) {
      throw new PemException(
          "the private key in "
              + key.name()
              + " is not the certificate's in "
              + certificates.name(),
          null);
    }
    return new TlsIdentity(chain, secret);
  }

  /** Whether what one signs is what the other verifies. */
  private static boolean belongs(PrivateKey secret, PublicKey known) {
    String algorithm =
        switch (secret.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> secret.getAlgorithm();
        };
    byte[] sample = new byte[32];
    new SecureRandom().nextBytes(sample);
    try {
      Signature signature = Signature.getInstance(algorithm);
      if (algorithm.equals("RSASSA-PSS")) {
        signature.setParameter(pss(secret, known));
      }
      signature.initSign(secret);
      signature.update(sample);
      byte[] signed = signature.sign();
      signature.initVerify(known);
      signature.update(sample);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** What the keys are bound to, or what any key may be used with (RFC 8017, A.2.3). */
  private static AlgorithmParameterSpec pss(PrivateKey secret, PublicKey known) {
    for (Key key : new Key[] {known, secret}) {
      if (key instanceof RSAKey bound && bound.getParams() != null) {
        return bound.getParams();
      }
    }
    return new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
  }

  /** This side's certificate. */
  public X509Certificate certificate() {
    return chain[0];
  }

  /** A store in memory. */
  static KeyStore emptyStore() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
    return store;
  }

  private @Nullable String alias(String keyType) {
    return keyType.equalsIgnoreCase(key.getAlgorithm()) ? ALIAS : null;
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal[] issuers, SSLEngine engine) {
    for (String type : keyTypes) {
      if (alias(type) != null) {
        return ALIAS;
      }
    }
    return null;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal[] issuers, SSLEngine engine) {
    return alias(keyType);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return chain.clone();
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return key;
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public @Nullable String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return null;
  }
}
