package org.jrsync.bench.scale.load;

/** What has become of one client. */
public enum Outcome {
  /** It has not ended yet. */
  PENDING,
  /** It could not connect, or was cut off before it was greeted. */
  NOT_GREETED,
  /** The daemon told it in an error line that it would not be served. */
  REFUSED,
  /** It was greeted, and later something went wrong. */
  FAILED,
  /** All its bytes came and were right; or, where it only holds its connection, it was greeted. */
  FINISHED
}
