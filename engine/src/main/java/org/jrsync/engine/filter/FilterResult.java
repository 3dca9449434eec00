package org.jrsync.engine.filter;

/** What a rule list says about one name. */
public enum FilterResult {
  /** The first matching rule includes (shows, puts at risk) the name. */
  INCLUDED,
  /** The first matching rule excludes (hides, protects) the name. */
  EXCLUDED,
  /** No rule matches; the name is then treated as included. */
  NONE
}
