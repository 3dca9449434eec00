package org.jrsync.wire;

/** Who speaks, as shown in brackets at the end of rsync's error lines. */
public enum Role {
  /** A client before the transfer's sides are settled. */
  CLIENT("client"),
  /** A server before the transfer's sides are settled. */
  SERVER("server"),
  SENDER("sender"),
  GENERATOR("generator"),
  RECEIVER("receiver"),
  /** The receiving side while it takes the first file list, before generator and receiver part. */
  EARLY_RECEIVER("Receiver");

  private final String text;

  Role(String text) {
    this.text = text;
  }

  /** The word in the brackets. */
  public String text() {
    return text;
  }
}
