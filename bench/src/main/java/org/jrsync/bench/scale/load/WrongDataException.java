package org.jrsync.bench.scale.load;

/** A daemon sent something else than what is in its module. */
public final class WrongDataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  WrongDataException(String message) {
    super(message);
  }
}
