package org.jrsync.wire.checksum;

/** A digest with fixed bytes before and after the data. */
final class SeededDigest implements StrongChecksum {
  private final StrongChecksum digest;
  private final byte[] prefix;
  private final byte[] suffix;
  private boolean prefixed;

  SeededDigest(StrongChecksum digest, byte[] prefix, byte[] suffix) {
    this.digest = digest;
    this.prefix = prefix;
    this.suffix = suffix;
  }

  @Override
  public int length() {
    return digest.length();
  }

  @Override
  public void reset() {
    digest.reset();
    prefixed = false;
  }

  @Override
  public void update(byte[] data, int offset, int length) {
    begin();
    digest.update(data, offset, length);
  }

  @Override
  public void digest(byte[] out, int offset) {
    begin();
    if (suffix.length > 0) {
      digest.update(suffix, 0, suffix.length);
    }
    digest.digest(out, offset);
    prefixed = false;
  }

  private void begin() {
    if (!prefixed) {
      prefixed = true;
      if (prefix.length > 0) {
        digest.update(prefix, 0, prefix.length);
      }
    }
  }
}
