package org.jrsync.bench.scale.daemon;

import java.util.Locale;

/** A way to serve many clients, as the bench compares them. */
public enum Model {
  THREADS("threads", "listener = threads\n"),
  HYBRID("hybrid", "listener = hybrid\n"),
  VIRTUAL("virtual", "listener = virtual\n"),
  UPSTREAM("upstream", ""),
  UPSTREAM_4096("upstream-4096", "listen backlog = 4096\n");

  private final String title;
  private final String directives;

  Model(String title, String directives) {
    this.title = title;
    this.directives = directives;
  }

  /** The name in command lines, tables and charts. */
  public String title() {
    return title;
  }

  /** Whether it is one of jrsync's. */
  public boolean ours() {
    return this == THREADS || this == HYBRID || this == VIRTUAL;
  }

  /** Its part of the daemon's configuration. */
  String directives() {
    return directives;
  }

  /**
   * The model with this title.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Model of(String title) {
    for (Model model : values()) {
      if (model.title.equals(title.toLowerCase(Locale.ROOT))) {
        return model;
      }
    }
    throw new IllegalArgumentException("no model \"" + title + "\"");
  }
}
