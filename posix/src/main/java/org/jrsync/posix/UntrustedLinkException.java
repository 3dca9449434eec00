package org.jrsync.posix;

/**
 * A path that the operator named leads through a symbolic link of somebody who is neither user 0
 * nor the effective user; {@code ELOOP}.
 */
public final class UntrustedLinkException extends PosixException {
  /** What people are told, in rsync's words. */
  public static final String REFUSED =
      "refusing to follow a symlink owned by an untrusted user; use --insecure-links"
          + " locally or \"insecure links = yes\" in a daemon module ONLY if every path"
          + " component is trusted";

  private static final long serialVersionUID = 1;

  UntrustedLinkException(String call) {
    super(Errno.ELOOP, call);
  }
}
