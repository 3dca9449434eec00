package org.jrsync.engine.options;

/** The {@code --debug} flags, in the order of rsync(1)'s help text. */
public enum Debug {
  /** {@code ACL}. */
  ACL,
  /** {@code BACKUP}. */
  BACKUP,
  /** {@code BIND}. */
  BIND,
  /** {@code CHDIR}. */
  CHDIR,
  /** {@code CONNECT}. */
  CONNECT,
  /** {@code CMD}. */
  CMD,
  /** {@code DEL}. */
  DEL,
  /** {@code DELTASUM}. */
  DELTASUM,
  /** {@code DUP}. */
  DUP,
  /** {@code EXIT}. */
  EXIT,
  /** {@code FILTER}. */
  FILTER,
  /** {@code FLIST}. */
  FLIST,
  /** {@code FUZZY}. */
  FUZZY,
  /** {@code GENR}. */
  GENR,
  /** {@code HASH}. */
  HASH,
  /** {@code HLINK}. */
  HLINK,
  /** {@code ICONV}. */
  ICONV,
  /** {@code IO}. */
  IO,
  /** {@code NSTR}. */
  NSTR,
  /** {@code OWN}. */
  OWN,
  /** {@code PROTO}. */
  PROTO,
  /** {@code RECV}. */
  RECV,
  /** {@code SEND}. */
  SEND,
  /** {@code TIME}. */
  TIME
}
