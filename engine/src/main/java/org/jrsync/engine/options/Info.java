package org.jrsync.engine.options;

/** The {@code --info} flags, in the order of rsync(1)'s help text. */
@SuppressWarnings("AvoidCommonTypeNames") // It is the option's own name.
public enum Info {
  /** {@code BACKUP}. */
  BACKUP,
  /** {@code COPY}. */
  COPY,
  /** {@code DEL}. */
  DEL,
  /** {@code FLIST}. */
  FLIST,
  /** {@code MISC}. */
  MISC,
  /** {@code MOUNT}. */
  MOUNT,
  /** {@code NAME}. */
  NAME,
  /** {@code NONREG}. */
  NONREG,
  /** {@code PROGRESS}. */
  PROGRESS,
  /** {@code REMOVE}. */
  REMOVE,
  /** {@code SKIP}. */
  SKIP,
  /** {@code STATS}. */
  STATS,
  /** {@code SYMSAFE}. */
  SYMSAFE
}
