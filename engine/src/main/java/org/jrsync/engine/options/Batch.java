package org.jrsync.engine.options;

/**
 * {@code --write-batch} and its kin.
 *
 * @param use what is done with a batch
 * @param file its path; empty where there is none
 * @param unusual bits of the stream flags (docs/protocol.md, "Batch files") whose options were
 *     given in a stronger form than a batch knows; they count as different from the batch's
 */
@SuppressWarnings("ArrayRecordComponent") // A path is bytes; two of these are never compared.
public record Batch(Use use, byte[] file, int unusual) {
  /** What a batch is for. */
  public enum Use {
    /** There is none. */
    NONE,
    /** {@code --write-batch}: what is sent is written down too. */
    WRITE,
    /** {@code --only-write-batch}: it is written down, and nothing is changed. */
    ONLY_WRITE,
    /** {@code --read-batch}: it takes the place of the sender. */
    READ
  }

  /** No batch. */
  public static final Batch NONE = new Batch(Use.NONE, new byte[0], 0);

  /** Whether one is written. */
  public boolean writes() {
    return use == Use.WRITE || use == Use.ONLY_WRITE;
  }

  /** Whether one is written and nothing else is done. */
  public boolean only() {
    return use == Use.ONLY_WRITE;
  }

  /** Whether one is read. */
  public boolean reads() {
    return use == Use.READ;
  }
}
