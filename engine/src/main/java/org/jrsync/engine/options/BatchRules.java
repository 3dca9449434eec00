package org.jrsync.engine.options;

import org.jrsync.engine.options.Batch.Use;
import org.jrsync.wire.compress.CompressionType;

/** What the options about batches mean, with the others. */
final class BatchRules {
  private static final int LONGEST_NAME = 256;

  /** Bits of the stream flags (docs/protocol.md, "Batch files"). */
  private static final int RECURSE = 1;

  private static final int HARD_LINKS = 1 << 5;
  private static final int DIRS = 1 << 7;
  private static final int COMPRESS = 1 << 8;
  private static final int XATTRS = 1 << 11;

  private final Draft draft;
  private final Compression compression;

  BatchRules(Draft draft, Compression compression) {
    this.draft = draft;
    this.compression = compression;
  }

  /**
   * The batch; none on a server that is asked for more than to leave all to one, as old clients do,
   * and where nothing is to be done.
   */
  Batch batch() {
    int write = draft.get(Setting.WRITE_BATCH);
    boolean read = draft.on(Setting.READ_BATCH);
    if (write != 0 && read) {
      throw error("--write-batch and --read-batch can not be used together");
    }
    boolean keeps = draft.server ? write < 0 : read || !draft.on(Setting.DRY_RUN);
    Use use =
        !keeps || (write == 0 && !read)
            ? Use.NONE
            : read ? Use.READ : write < 0 ? Use.ONLY_WRITE : Use.WRITE;
    if (read && !draft.server) {
      int removes = draft.get(Setting.REMOVE_SOURCE_FILES);
      if (draft.text(Setting.FILES_FROM) != null) {
        throw error("--read-batch cannot be used with --files-from");
      }
      if (removes != 0) {
        throw error(
            "--read-batch cannot be used with --remove-"
                + (removes == 1 ? "source" : "sent")
                + "-files");
      }
    }
    if (draft.batchFile.length > LONGEST_NAME) {
      throw error("the batch-file name must be " + LONGEST_NAME + " characters or less.");
    }
    return use == Use.NONE ? Batch.NONE : new Batch(use, draft.batchFile, unusual());
  }

  private int unusual() {
    boolean recurses = draft.on(Setting.RECURSIVE);
    boolean compresses = compression.choice() != null && !compression.chooses(CompressionType.ZLIB);
    return (draft.get(Setting.RECURSIVE) > 1 ? RECURSE : 0)
        | (draft.get(Setting.HARD_LINKS) > 1 ? HARD_LINKS : 0)
        | (!recurses && draft.get(Setting.DIRS) > 1 ? DIRS : 0)
        | (compresses ? COMPRESS : 0)
        | (draft.get(Setting.XATTRS) > 1 ? XATTRS : 0);
  }

  private static UsageException error(String text) {
    return UsageException.syntax("rsync: " + text);
  }
}
