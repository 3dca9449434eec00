package org.jrsync.daemon.auth;

import org.jspecify.annotations.Nullable;

/** Opens secrets files under the trust rules for operators' paths. */
@FunctionalInterface
public interface SecretSource {

  /**
   * A secrets file as it was when it was opened.
   *
   * @param mode its permission bits
   * @param owner its owner's user id
   * @param content all of it
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Opened(int mode, int owner, byte[] content) {}

  /**
   * The file at {@code path} (a text of bytes), or null when it cannot be opened or must not be
   * trusted.
   */
  @Nullable Opened open(String path);
}
