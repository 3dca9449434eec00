package org.jrsync.interop.differential;

import java.util.List;

/**
 * Something that may be asked of rsync.
 *
 * @param option the option's name, as coverage is counted by
 * @param group at most one of a group is asked for; empty for none
 * @param where what it makes sense for
 * @param spellings ways to say it, each of words
 */
record Choice(String option, String group, Where where, List<List<String>> spellings) {

  /** Which runs an option makes sense in. */
  enum Where {
    ANYWHERE,
    /** With a remote side of either kind. */
    REMOTE,
    DAEMON,
    /** Where both programs are root. */
    ROOT,
    /** Where owners and groups are both kept: what rsync does with one alone is by chance. */
    OWNERS,
    /** Where directories are listed, as deletion wants. */
    FOLDERS
  }
}
