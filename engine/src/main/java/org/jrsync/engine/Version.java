package org.jrsync.engine;

/** The product's version. */
public final class Version {
  /** As shown to people and scripts. */
  public static final String TEXT = "0.1.0";

  private Version() {}
}
