package org.jrsync.bench.scale.load;

/** A daemon said in an {@code @ERROR} line that it does not serve this client. */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RefusedException(String line) {
    super(line);
  }
}
