package org.jrsync.interop.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What cases say before all else: forms with {@code --no-}, which later options overrule or which
 * are as things are anyway, and options that are seldom said. Drawn from a die of their own, so
 * that a seed's trees and other options do not depend on them.
 */
final class EarlierWords {
  private static final int EACH = 3;

  private static final List<String> ANYWHERE =
      List.of(
          "--no-8-bit-output",
          "--no-acls",
          "--no-append",
          "--no-atimes",
          "--no-backup",
          "--no-blocking-io",
          "--no-bwlimit",
          "--no-checksum",
          "--no-compress",
          "--no-contimeout",
          "--no-delay-updates",
          "--no-dirs",
          "--no-drop-D",
          "--no-force",
          "--no-from0",
          "--no-fuzzy",
          "--no-group",
          "--no-hard-links",
          "--no-human-readable",
          "--no-iconv",
          "--no-ignore-errors",
          "--no-implied-dirs",
          "--no-inplace",
          "--no-insecure-links",
          "--no-itemize-changes",
          "--no-links",
          "--no-mkpath",
          "--no-msgs2stderr",
          "--no-munge-links",
          "--no-numeric-ids",
          "--no-old-args",
          "--no-omit-dir-times",
          "--no-omit-link-times",
          "--no-one-file-system",
          "--no-open-noatime",
          "--no-owner",
          "--no-partial",
          "--no-perms",
          "--no-progress",
          "--no-prune-empty-dirs",
          "--no-recursive",
          "--no-relative",
          "--no-secluded-args",
          "--no-sparse",
          "--no-timeout",
          "--no-times",
          "--no-verbose",
          "--no-whole-file",
          "--no-write-devices",
          "--no-xattrs",
          "--dirs",
          "--drop-D",
          "--human-readable",
          "--implied-dirs",
          "--inc-recursive",
          "--insecure-links",
          "--msgs2stderr",
          "--new-compress",
          "--old-compress",
          "--remove-sent-files",
          "--whole-file");

  private static final List<String> DAEMONS = List.of("--motd", "--no-motd", "--address=127.0.0.1");

  /** Which no server of rsync's knows. */
  private static final String SORT = "--qsort";

  private EarlierWords() {}

  /** Some words for a seed; their names are added to what is covered. */
  static List<String> of(long seed, RandomCase.Route route, Set<String> covered) {
    Dice dice = new Dice(~seed);
    List<String> words = new ArrayList<>(dice.some(ANYWHERE, EACH));
    if (route.daemon()) {
      words.addAll(dice.some(DAEMONS, 1));
    } else if (route == RandomCase.Route.LOCAL && dice.chance(0.1)) {
      words.add(SORT);
    }
    words.forEach(word -> covered.add(word.substring(2).replaceFirst("=.*", "")));
    return words;
  }
}
