package org.jrsync.wire.checksum;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A digest of the JDK. */
final class JdkDigest implements StrongChecksum {
  private final MessageDigest digest;
  private final int length;

  JdkDigest(String algorithm) {
    try {
      digest = MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK lacks " + algorithm, e);
    }
    length = digest.getDigestLength();
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void reset() {
    digest.reset();
  }

  @Override
  public void update(byte[] data, int offset, int length) {
    digest.update(data, offset, length);
  }

  @Override
  public void digest(byte[] out, int offset) {
    try {
      digest.digest(out, offset, length);
    } catch (DigestException e) {
      throw new IndexOutOfBoundsException("no room for the digest at " + offset);
    }
  }
}
