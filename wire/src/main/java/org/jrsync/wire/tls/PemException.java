package org.jrsync.wire.tls;

import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** A file of certificates or keys is of no use. The message names it and says why, in one line. */
public final class PemException extends GeneralSecurityException {

  private static final long serialVersionUID = 1L;

  PemException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
