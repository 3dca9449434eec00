package org.jrsync.engine.options;

import java.util.List;

/** The rows of {@link OptionTable#TRANSFER}. */
final class TransferOptions {

  private TransferOptions() {}

  static List<OptionSpec> rows() {
    OptionTable.Rows t = new OptionTable.Rows();
    output(t);
    selection(t);
    attributes(t);
    links(t);
    updates(t);
    deletion(t);
    filters(t);
    data(t);
    connection(t);
    roles(t);
    return t.list();
  }

  private static void output(OptionTable.Rows t) {
    t.act("help", Setting.HELP);
    t.letter('V').count("version", Setting.VERSION);
    t.letter('v').count("verbose", Setting.VERBOSE);
    t.flag("no-verbose", Setting.VERBOSE, 0);
    t.flag("no-v", Setting.VERBOSE, 0);
    t.actOn("info", Setting.INFO);
    t.actOn("debug", Setting.DEBUG);
    t.actOn("stderr", Setting.STDERR);
    t.flag("msgs2stderr", Setting.STDERR_MODE, 1);
    t.flag("no-msgs2stderr", Setting.STDERR_MODE, 0);
    t.letter('q').count("quiet", Setting.QUIET);
    t.flag("motd", Setting.MOTD, 1);
    t.flag("no-motd", Setting.MOTD, 0);
    t.flag("stats", Setting.STATS);
    t.letter('h').count("human-readable", Setting.HUMAN_READABLE);
    t.flag("no-human-readable", Setting.HUMAN_READABLE, 0);
    t.flag("no-h", Setting.HUMAN_READABLE, 0);
    t.letter('P').act("", Setting.PARTIAL_AND_PROGRESS);
    t.flag("progress", Setting.PROGRESS);
    t.flag("no-progress", Setting.PROGRESS, 0);
    t.text("log-file", Setting.LOG_FILE);
    t.text("log-file-format", Setting.LOG_FILE_FORMAT);
    t.text("out-format", Setting.OUT_FORMAT);
    t.text("log-format", Setting.OUT_FORMAT);
    t.letter('i').count("itemize-changes", Setting.ITEMIZE);
    t.flag("no-itemize-changes", Setting.ITEMIZE, 0);
    t.flag("no-i", Setting.ITEMIZE, 0);
    t.flag("list-only", Setting.LIST_ONLY, 2);
    t.letter('8').flag("8-bit-output", Setting.EIGHT_BIT_OUTPUT);
    t.flag("no-8-bit-output", Setting.EIGHT_BIT_OUTPUT, 0);
    t.flag("no-8", Setting.EIGHT_BIT_OUTPUT, 0);
    t.text("outbuf", Setting.OUTBUF);
  }

  private static void selection(OptionTable.Rows t) {
    t.letter('n').flag("dry-run", Setting.DRY_RUN);
    t.letter('a').act("archive", Setting.ARCHIVE);
    t.letter('r').flag("recursive", Setting.RECURSIVE, 2);
    t.flag("no-recursive", Setting.RECURSIVE, 0);
    t.flag("no-r", Setting.RECURSIVE, 0);
    t.flag("inc-recursive", Setting.INC_RECURSIVE, 1);
    t.flag("no-inc-recursive", Setting.INC_RECURSIVE, 0);
    t.flag("i-r", Setting.INC_RECURSIVE, 1);
    t.flag("no-i-r", Setting.INC_RECURSIVE, 0);
    t.letter('d').flag("dirs", Setting.DIRS, 2);
    t.flag("no-dirs", Setting.DIRS, 0);
    t.flag("no-d", Setting.DIRS, 0);
    t.flag("old-dirs", Setting.DIRS, 4);
    t.flag("old-d", Setting.DIRS, 4);
    t.letter('R').flag("relative", Setting.RELATIVE);
    t.flag("no-relative", Setting.RELATIVE, 0);
    t.flag("no-R", Setting.RELATIVE, 0);
    t.flag("implied-dirs", Setting.IMPLIED_DIRS);
    t.flag("no-implied-dirs", Setting.IMPLIED_DIRS, 0);
    t.flag("i-d", Setting.IMPLIED_DIRS);
    t.flag("no-i-d", Setting.IMPLIED_DIRS, 0);
    t.letter('x').count("one-file-system", Setting.ONE_FILE_SYSTEM);
    t.flag("no-one-file-system", Setting.ONE_FILE_SYSTEM, 0);
    t.flag("no-x", Setting.ONE_FILE_SYSTEM, 0);
    t.letter('m').flag("prune-empty-dirs", Setting.PRUNE_EMPTY_DIRS);
    t.flag("no-prune-empty-dirs", Setting.PRUNE_EMPTY_DIRS, 0);
    t.flag("no-m", Setting.PRUNE_EMPTY_DIRS, 0);
    t.text("files-from", Setting.FILES_FROM);
    t.letter('0').flag("from0", Setting.FROM0);
    t.flag("no-from0", Setting.FROM0, 0);
    t.flag("mkpath", Setting.MKPATH);
    t.flag("no-mkpath", Setting.MKPATH, 0);
    t.flag("qsort", Setting.QSORT);
    t.flag("trust-sender", Setting.TRUST_SENDER);
    t.text("copy-as", Setting.COPY_AS);
    t.row("delete-missing-args", ArgumentKind.NONE, Setting.MISSING_ARGS, Effect.ACTION, 2);
    t.row("ignore-missing-args", ArgumentKind.NONE, Setting.MISSING_ARGS, Effect.ACTION, 1);
  }

  private static void attributes(OptionTable.Rows t) {
    t.letter('p').flag("perms", Setting.PERMS);
    t.flag("no-perms", Setting.PERMS, 0);
    t.flag("no-p", Setting.PERMS, 0);
    t.letter('E').flag("executability", Setting.EXECUTABILITY);
    t.letter('A').act("acls", Setting.ACLS);
    t.flag("no-acls", Setting.ACLS, 0);
    t.flag("no-A", Setting.ACLS, 0);
    t.letter('X').count("xattrs", Setting.XATTRS);
    t.flag("no-xattrs", Setting.XATTRS, 0);
    t.flag("no-X", Setting.XATTRS, 0);
    t.letter('t').flag("times", Setting.TIMES);
    t.flag("no-times", Setting.TIMES, 0);
    t.flag("no-t", Setting.TIMES, 0);
    t.letter('U').act("atimes", Setting.ATIMES);
    t.flag("no-atimes", Setting.ATIMES, 0);
    t.flag("no-U", Setting.ATIMES, 0);
    t.flag("open-noatime", Setting.OPEN_NOATIME);
    t.flag("no-open-noatime", Setting.OPEN_NOATIME, 0);
    t.letter('N').act("crtimes", Setting.CRTIMES);
    t.flag("no-crtimes", Setting.CRTIMES, 0);
    t.flag("no-N", Setting.CRTIMES, 0);
    t.letter('O').flag("omit-dir-times", Setting.OMIT_DIR_TIMES);
    t.flag("no-omit-dir-times", Setting.OMIT_DIR_TIMES, 0);
    t.flag("no-O", Setting.OMIT_DIR_TIMES, 0);
    t.letter('J').flag("omit-link-times", Setting.OMIT_LINK_TIMES);
    t.flag("no-omit-link-times", Setting.OMIT_LINK_TIMES, 0);
    t.flag("no-J", Setting.OMIT_LINK_TIMES, 0);
    t.letter('@').number("modify-window", Setting.MODIFY_WINDOW);
    t.flag("super", Setting.FAKE_OR_SUPER, 2);
    t.flag("no-super", Setting.FAKE_OR_SUPER, 0);
    t.flag("fake-super", Setting.FAKE_OR_SUPER, -1);
    t.letter('o').flag("owner", Setting.OWNER);
    t.flag("no-owner", Setting.OWNER, 0);
    t.flag("no-o", Setting.OWNER, 0);
    t.letter('g').flag("group", Setting.GROUP);
    t.flag("no-group", Setting.GROUP, 0);
    t.flag("no-g", Setting.GROUP, 0);
    t.letter('D').row("", ArgumentKind.NONE, Setting.DEVICES_AND_SPECIALS, Effect.ACTION, 1);
    t.row("no-D", ArgumentKind.NONE, Setting.DEVICES_AND_SPECIALS, Effect.ACTION, 0);
    t.flag("devices", Setting.DEVICES);
    t.flag("no-devices", Setting.DEVICES, 0);
    t.flag("copy-devices", Setting.COPY_DEVICES);
    t.flag("write-devices", Setting.WRITE_DEVICES);
    t.flag("no-write-devices", Setting.WRITE_DEVICES, 0);
    t.flag("specials", Setting.SPECIALS);
    t.flag("no-specials", Setting.SPECIALS, 0);
    t.flag("drop-D", Setting.DROP_DEVICES);
    t.flag("no-drop-D", Setting.DROP_DEVICES, 0);
    t.actOn("chmod", Setting.CHMOD);
    t.flag("numeric-ids", Setting.NUMERIC_IDS);
    t.flag("no-numeric-ids", Setting.NUMERIC_IDS, 0);
    t.actOn("usermap", Setting.USERMAP);
    t.actOn("groupmap", Setting.GROUPMAP);
    t.actOn("chown", Setting.CHOWN);
    t.text("iconv", Setting.ICONV);
    t.act("no-iconv", Setting.NO_ICONV);
  }

  private static void links(OptionTable.Rows t) {
    t.text("confine-root", Setting.CONFINE_ROOT);
    t.letter('l').flag("links", Setting.LINKS);
    t.flag("no-links", Setting.LINKS, 0);
    t.flag("no-l", Setting.LINKS, 0);
    t.letter('L').flag("copy-links", Setting.COPY_LINKS);
    t.flag("copy-unsafe-links", Setting.COPY_UNSAFE_LINKS);
    t.flag("safe-links", Setting.SAFE_LINKS);
    t.flag("insecure-links", Setting.INSECURE_LINKS);
    t.flag("no-insecure-links", Setting.INSECURE_LINKS, 0);
    t.flag("munge-links", Setting.MUNGE_LINKS);
    t.flag("no-munge-links", Setting.MUNGE_LINKS, 0);
    t.letter('k').flag("copy-dirlinks", Setting.COPY_DIRLINKS);
    t.letter('K').flag("keep-dirlinks", Setting.KEEP_DIRLINKS);
    t.letter('H').count("hard-links", Setting.HARD_LINKS);
    t.flag("no-hard-links", Setting.HARD_LINKS, 0);
    t.flag("no-H", Setting.HARD_LINKS, 0);
  }

  private static void updates(OptionTable.Rows t) {
    t.letter('I').flag("ignore-times", Setting.IGNORE_TIMES);
    t.flag("size-only", Setting.SIZE_ONLY);
    t.letter('u').flag("update", Setting.UPDATE);
    t.flag("existing", Setting.EXISTING);
    t.flag("ignore-non-existing", Setting.EXISTING);
    t.flag("ignore-existing", Setting.IGNORE_EXISTING);
    t.actOn("max-size", Setting.MAX_SIZE);
    t.actOn("min-size", Setting.MIN_SIZE);
    t.letter('c').flag("checksum", Setting.CHECKSUM);
    t.flag("no-checksum", Setting.CHECKSUM, 0);
    t.flag("no-c", Setting.CHECKSUM, 0);
    t.actOn("compare-dest", Setting.COMPARE_DEST);
    t.actOn("copy-dest", Setting.COPY_DEST);
    t.actOn("link-dest", Setting.LINK_DEST);
    t.letter('y').count("fuzzy", Setting.FUZZY);
    t.flag("no-fuzzy", Setting.FUZZY, 0);
    t.flag("no-y", Setting.FUZZY, 0);
    t.letter('b').flag("backup", Setting.BACKUP);
    t.flag("no-backup", Setting.BACKUP, 0);
    t.text("backup-dir", Setting.BACKUP_DIR);
    t.text("suffix", Setting.BACKUP_SUFFIX);
  }

  private static void deletion(OptionTable.Rows t) {
    t.flag("del", Setting.DELETE_DURING, 1);
    t.flag("delete", Setting.DELETE);
    t.flag("delete-before", Setting.DELETE_BEFORE);
    t.flag("delete-during", Setting.DELETE_DURING, 1);
    t.flag("delete-delay", Setting.DELETE_DURING, 2);
    t.flag("delete-after", Setting.DELETE_AFTER);
    t.flag("delete-excluded", Setting.DELETE_EXCLUDED);
    t.flag("remove-sent-files", Setting.REMOVE_SOURCE_FILES, 2);
    t.flag("remove-source-files", Setting.REMOVE_SOURCE_FILES, 1);
    t.flag("force", Setting.FORCE);
    t.flag("no-force", Setting.FORCE, 0);
    t.flag("ignore-errors", Setting.IGNORE_ERRORS);
    t.flag("no-ignore-errors", Setting.IGNORE_ERRORS, 0);
    t.number("max-delete", Setting.MAX_DELETE);
  }

  private static void filters(OptionTable.Rows t) {
    t.letter('F').act("", Setting.FILTER_SHORTHAND);
    t.letter('f').actOn("filter", Setting.FILTER);
    t.actOn("exclude", Setting.EXCLUDE);
    t.actOn("include", Setting.INCLUDE);
    t.actOn("exclude-from", Setting.EXCLUDE_FROM);
    t.actOn("include-from", Setting.INCLUDE_FROM);
    t.letter('C').flag("cvs-exclude", Setting.CVS_EXCLUDE);
  }

  private static void data(OptionTable.Rows t) {
    t.letter('W').flag("whole-file", Setting.WHOLE_FILE);
    t.flag("no-whole-file", Setting.WHOLE_FILE, 0);
    t.flag("no-W", Setting.WHOLE_FILE, 0);
    t.text("checksum-choice", Setting.CHECKSUM_CHOICE);
    t.text("cc", Setting.CHECKSUM_CHOICE);
    t.letter('B').actOn("block-size", Setting.BLOCK_SIZE);
    t.letter('S').flag("sparse", Setting.SPARSE);
    t.flag("no-sparse", Setting.SPARSE, 0);
    t.flag("no-S", Setting.SPARSE, 0);
    t.flag("preallocate", Setting.PREALLOCATE);
    t.flag("inplace", Setting.INPLACE);
    t.flag("no-inplace", Setting.INPLACE, 0);
    t.act("append", Setting.APPEND);
    t.flag("append-verify", Setting.APPEND, 2);
    t.flag("no-append", Setting.APPEND, 0);
    t.letter('z').count("compress", Setting.COMPRESS);
    t.row("old-compress", ArgumentKind.NONE, Setting.COMPRESS_NAMED, Effect.ACTION, 1);
    t.row("new-compress", ArgumentKind.NONE, Setting.COMPRESS_NAMED, Effect.ACTION, 2);
    t.act("no-compress", Setting.COMPRESS_NONE);
    t.act("no-z", Setting.COMPRESS_NONE);
    t.text("compress-choice", Setting.COMPRESS_CHOICE);
    t.text("zc", Setting.COMPRESS_CHOICE);
    t.text("skip-compress", Setting.SKIP_COMPRESS);
    t.number("compress-level", Setting.COMPRESS_LEVEL);
    t.number("zl", Setting.COMPRESS_LEVEL);
    t.number("compress-threads", Setting.COMPRESS_THREADS);
    t.number("zt", Setting.COMPRESS_THREADS);
    t.flag("partial", Setting.PARTIAL);
    t.flag("no-partial", Setting.PARTIAL, 0);
    t.text("partial-dir", Setting.PARTIAL_DIR);
    t.flag("delay-updates", Setting.DELAY_UPDATES);
    t.flag("no-delay-updates", Setting.DELAY_UPDATES, 0);
    t.letter('T').text("temp-dir", Setting.TEMP_DIR);
    t.flag("fsync", Setting.FSYNC);
    t.actOn("bwlimit", Setting.BWLIMIT);
    t.flag("no-bwlimit", Setting.BWLIMIT, 0);
    t.row("read-batch", ArgumentKind.TEXT, Setting.READ_BATCH, Effect.ACTION, 1);
    t.row("write-batch", ArgumentKind.TEXT, Setting.WRITE_BATCH, Effect.ACTION, 1);
    t.row("only-write-batch", ArgumentKind.TEXT, Setting.WRITE_BATCH, Effect.ACTION, -1);
    t.text("max-alloc", Setting.MAX_ALLOC);
  }

  private static void connection(OptionTable.Rows t) {
    t.count("old-args", Setting.OLD_ARGS);
    t.flag("no-old-args", Setting.OLD_ARGS, 0);
    t.letter('s').flag("secluded-args", Setting.SECLUDED_ARGS);
    t.flag("no-secluded-args", Setting.SECLUDED_ARGS, 0);
    t.flag("protect-args", Setting.SECLUDED_ARGS);
    t.flag("no-protect-args", Setting.SECLUDED_ARGS, 0);
    t.flag("no-s", Setting.SECLUDED_ARGS, 0);
    t.number("timeout", Setting.TIMEOUT);
    t.flag("no-timeout", Setting.TIMEOUT, 0);
    t.number("contimeout", Setting.CONTIMEOUT);
    t.flag("no-contimeout", Setting.CONTIMEOUT, 0);
    t.actOn("stop-after", Setting.STOP_AFTER);
    t.actOn("time-limit", Setting.STOP_AFTER);
    t.actOn("stop-at", Setting.STOP_AT);
    t.letter('e').text("rsh", Setting.REMOTE_SHELL);
    t.text("rsync-path", Setting.RSYNC_PATH);
    t.letter('4').flag("ipv4", Setting.IP_VERSION, 4);
    t.letter('6').flag("ipv6", Setting.IP_VERSION, 6);
    t.text("address", Setting.ADDRESS);
    t.number("port", Setting.PORT);
    t.text("sockopts", Setting.SOCKOPTS);
    t.text("password-file", Setting.PASSWORD_FILE);
    t.text("early-input", Setting.EARLY_INPUT);
    t.flag("blocking-io", Setting.BLOCKING_IO);
    t.flag("no-blocking-io", Setting.BLOCKING_IO, 0);
    t.letter('M').actOn("remote-option", Setting.REMOTE_OPTION);
    t.number("protocol", Setting.PROTOCOL);
    t.number("checksum-seed", Setting.CHECKSUM_SEED);
  }

  private static void roles(OptionTable.Rows t) {
    t.act("server", Setting.SERVER);
    t.act("sender", Setting.SENDER);
    t.row("config", ArgumentKind.TEXT, Setting.DAEMON, Effect.ACTION, 0);
    t.act("daemon", Setting.DAEMON);
    t.row("dparam", ArgumentKind.TEXT, Setting.DAEMON, Effect.ACTION, 0);
    t.act("detach", Setting.DAEMON);
    t.act("no-detach", Setting.DAEMON);
  }
}
