package org.jrsync.posix;

/**
 * A path that the operator named leads through a symbolic link of somebody who is neither user 0
 * nor the effective user; {@code ELOOP}.
 */
public final class UntrustedLinkException extends PosixException {
  private static final long serialVersionUID = 1;

  UntrustedLinkException(String call) {
    super(Errno.ELOOP, call);
  }
}
