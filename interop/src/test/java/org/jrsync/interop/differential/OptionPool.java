package org.jrsync.interop.differential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jrsync.interop.differential.Choice.Where;

/**
 * The options that cases are made of. Files that they name are in the folder where clients run:
 * {@code rules}, {@code merge}, {@code list}, {@code list0}, {@code alt1}, {@code alt2}, {@code
 * tmp}; {@code @WORK@} is that folder. Paths of a destination's side are beneath or beside {@code
 * dst}.
 */
final class OptionPool {

  /** What every case begins with. */
  static final List<List<String>> BASES =
      split(
          "-a",
          "-a",
          "-a",
          "-a",
          "-a",
          "-a",
          "-a",
          "-a",
          "-r",
          "-rl",
          "-rt",
          "-rlptgoD",
          "-d",
          "-dlt",
          "-rlp",
          "-rD",
          "-rlptD",
          "-ro",
          "-rg",
          "-ad",
          "-a --no-p",
          "-a --no-t",
          "-a --no-D",
          "-a --no-specials",
          "-a --no-devices",
          "-a --no-l",
          "-a --no-o --no-g",
          "-a --no-r -d",
          "-a --old-dirs",
          "--old-d",
          "-l",
          "-rltp --no-r",
          "--archive",
          "--recursive --links --perms --times --group --owner --devices --specials");

  private final List<Choice> all = new ArrayList<>();

  OptionPool() {
    output();
    comparison();
    links();
    attributes();
    placing();
    deletion();
    filters();
    data();
    connection();
  }

  List<Choice> all() {
    return all;
  }

  private void output() {
    add("verbose", "", "-v", "-vv", "--verbose");
    add("quiet", "", "-q");
    add("info", "", "--info=name", "--info=copy,del", "--info=flist2,misc2", "--info=skip2,nonreg");
    add(
        "info",
        "",
        "--info=stats2",
        "--info=progress2",
        "--info=name0",
        "--info=all0",
        "--info=backup,remove");
    add("debug", "", "--debug=none", "--debug=flist0,del0");
    add("stderr", "", "--stderr=all", "--stderr=errors", "--stderr=client");
    add("itemize-changes", "", "-i", "-ii", "--itemize-changes");
    add("out-format", "", "--out-format=%i %n%L", "--out-format=%o %f %l", "--out-format=%M %n");
    add(
        "out-format",
        "",
        "--out-format=%B %C %n",
        "--out-format=%5l|%-10n|%U %G",
        "--out-format=%'b %''l %n");
    add("log-file", "", "--log-file=log");
    add("log-file-format", "", "--log-file=log --log-file-format=%i %n%L");
    add("stats", "", "--stats");
    add("human-readable", "", "-h", "-hh", "--no-h", "-hhh");
    add("progress", "", "--progress", "-P");
    add("8-bit-output", "", "-8");
    add("outbuf", "", "--outbuf=L", "--outbuf=N", "--outbuf=B");
    add("list-only", "", "--list-only");
    add("dry-run", "", "-n", "--dry-run");
    add("no-motd", "", Where.DAEMON, "--no-motd");
  }

  private void comparison() {
    add("checksum", "compare", "-c");
    add("size-only", "compare", "--size-only");
    add("ignore-times", "compare", "-I");
    add("update", "", "-u");
    add("existing", "", "--existing", "--ignore-non-existing");
    add("ignore-existing", "", "--ignore-existing");
    add("modify-window", "", "--modify-window=1", "-@-1", "-@100000");
    add("max-size", "", "--max-size=1000", "--max-size=1K-1", "--max-size=0");
    add("min-size", "", "--min-size=1", "--min-size=100b", "--min-size=1.5k");
    add("fuzzy", "", "-y", "-yy");
    add(
        "compare-dest",
        "alt",
        "--compare-dest=../alt1",
        "--compare-dest=../alt2 --compare-dest=../alt1");
    add("copy-dest", "alt", "--copy-dest=../alt1", "--copy-dest=../alt1 --copy-dest=../alt2");
    add("link-dest", "alt", "--link-dest=../alt1", "--link-dest=../none --link-dest=../alt2");
  }

  private void links() {
    add("hard-links", "", "-H");
    add("copy-links", "", "-L");
    add("copy-unsafe-links", "", "--copy-unsafe-links");
    add("safe-links", "", "--safe-links");
    add("munge-links", "", "--munge-links");
    add("copy-dirlinks", "", "-k");
    add("keep-dirlinks", "", "-K");
    add("one-file-system", "", "-x", "-xx");
    add("relative", "", "-R", "--relative --no-implied-dirs");
    add("no-implied-dirs", "", "-R --no-implied-dirs");
    add("mkpath", "", "--mkpath");
  }

  private void attributes() {
    add("executability", "", "-E");
    add(
        "chmod",
        "",
        "--chmod=u+w",
        "--chmod=Du+wx,Fa-x",
        "--chmod=D755,F644",
        "--chmod=go-w,Dg+s",
        "--chmod=a=rX");
    add("acls", "", "-A");
    add("xattrs", "", "-X", "-XX");
    add("atimes", "", "-U");
    add("omit-dir-times", "", "-O");
    add("omit-link-times", "", "-J");
    add("super", "", "--super", "--no-super");
    add("fake-super", "", Where.OWNERS, "--fake-super");
    add("numeric-ids", "", "--numeric-ids");
    add("usermap", "", "--usermap=0:1000,*:8", "--usermap=root:daemon");
    add("groupmap", "", "--groupmap=0-100:1000", "--groupmap=*:65534");
    add("chown", "", "--chown=1000:8", "--chown=daemon", "--chown=:bin");
    add("copy-as", "", Where.ROOT, "--copy-as=daemon", "--copy-as=daemon:bin");
    add("open-noatime", "", "--open-noatime");
    add("copy-devices", "", Where.ROOT, "--copy-devices");
    add("write-devices", "", Where.ROOT, "--write-devices");
    add("no-devices", "", "--no-devices");
    add("no-specials", "", "--no-specials");
  }

  private void placing() {
    add("backup", "", "-b", "--backup");
    add("backup-dir", "", "-b --backup-dir=../bak", "-b --backup-dir=bak/deep");
    add("suffix", "", "-b --suffix=.old", "--backup --suffix=-");
    add("inplace", "place", "--inplace");
    add("append", "place", "--append");
    add("append-verify", "place", "--append-verify");
    add("partial", "", "--partial");
    add("partial-dir", "place", "--partial-dir=.part", "--partial-dir=../part");
    add("delay-updates", "place", "--delay-updates");
    add("temp-dir", "", "-T .", "--temp-dir=@WORK@/tmp");
    add("sparse", "", "-S");
    add("preallocate", "", "--preallocate");
    add("fsync", "", "--fsync");
    add("remove-source-files", "", "--remove-source-files");
    add("whole-file", "", "-W", "--no-W", "--no-whole-file");
    add("block-size", "", "-B700", "--block-size=1K", "-B131072");
    add("prune-empty-dirs", "", "-m");
  }

  private void deletion() {
    add("delete", "delete", Where.FOLDERS, "--delete");
    add("delete-before", "delete", Where.FOLDERS, "--delete-before");
    add("delete-during", "delete", Where.FOLDERS, "--del", "--delete-during");
    add("delete-delay", "delete", Where.FOLDERS, "--delete-delay");
    add("delete-after", "delete", Where.FOLDERS, "--delete-after");
    add("delete-excluded", "", Where.FOLDERS, "--delete-excluded");
    add("max-delete", "", Where.FOLDERS, "--delete --max-delete=1", "--delete --max-delete=0");
    add("ignore-errors", "", "--ignore-errors");
    add("force", "", "--force");
    add("ignore-missing-args", "", "--ignore-missing-args");
    add("delete-missing-args", "", "--delete-missing-args");
  }

  private void filters() {
    add("exclude-from", "", "--exclude-from=rules");
    add("include-from", "", "--include-from=rules");
    add(
        "filter",
        "",
        "--filter=. merge",
        "--filter=: .rules",
        "--filter=:- .rules",
        "--filter=:n .rules",
        "-f dir-merge,e .rules");
    add("cvs-exclude", "", "-C");
    add("F", "", "-F", "-FF");
    add(
        "files-from",
        "from",
        "--files-from=list",
        "--files-from=list --no-R",
        "-r --files-from=list");
    add("from0", "from", "--from0 --files-from=list0", "-0 --files-from=list0");
  }

  private void data() {
    add("compress", "compress", "-z", "--compress");
    add(
        "compress-choice",
        "compress",
        "--zc=zstd",
        "--compress-choice=lz4",
        "--zc=zlibx",
        "--zc=zlib",
        "--zc=none");
    add("compress-level", "compress", "-z --compress-level=1", "-z --zl=9", "--zc=zstd --zl=-5");
    add("compress-threads", "compress", "--zc=zstd --zt=2");
    add("skip-compress", "", "-z --skip-compress=o/c", "--skip-compress=tmp");
    add(
        "checksum-choice",
        "",
        "--cc=md5",
        "--checksum-choice=xxh3",
        "--cc=sha1",
        "--cc=none",
        "--cc=md4,xxh64");
    add("checksum-seed", "", "--checksum-seed=12345");
    add("inc-recursive", "", "--no-inc-recursive", "--no-i-r");
    add("iconv", "", "--iconv=.", "--iconv=UTF-8,ISO-8859-1");
    add("max-alloc", "", "--max-alloc=2G", "--max-alloc=0");
    add("write-batch", "batch", "--write-batch=batch");
    add("only-write-batch", "batch", "--only-write-batch=batch");
    add("read-batch", "batch", OptionPool.READ_BATCH);
  }

  /** Replaced by a run of rsync that writes the batch. */
  static final String READ_BATCH = "--read-batch=batch";

  private void connection() {
    add(
        "protocol",
        "",
        "--protocol=30",
        "--protocol=31",
        "--protocol=32",
        "--protocol=33",
        "--protocol=29",
        "--protocol=28");
    add("timeout", "", "--timeout=60");
    add("contimeout", "", Where.DAEMON, "--contimeout=30");
    add("bwlimit", "", "--bwlimit=100000");
    add("stop-after", "", "--stop-after=30", "--time-limit=30");
    add("stop-at", "", "--stop-at=2036-01-01T00:00");
    add("blocking-io", "", "--blocking-io");
    add("secluded-args", "", "-s", "--protect-args");
    add("old-args", "", "--old-args");
    add("trust-sender", "", "--trust-sender");
    add(
        "remote-option",
        "",
        Where.REMOTE,
        "-M--log-file=rlog",
        "--remote-option=--no-inc-recursive");
    add("sockopts", "", Where.DAEMON, "--sockopts=TCP_NODELAY");
    add("ipv4", "", Where.DAEMON, "-4", "--ipv4");
    add("password-file", "", Where.DAEMON, "--password-file=secret");
    add("early-input", "", Where.DAEMON, "--early-input=rules");
  }

  private void add(String option, String group, String... spellings) {
    add(option, group, Where.ANYWHERE, spellings);
  }

  private void add(String option, String group, Where where, String... spellings) {
    all.add(new Choice(option, group, where, split(spellings)));
  }

  /** Words are set apart by spaces before a dash, so that formats may have spaces. */
  private static List<List<String>> split(String... spellings) {
    List<List<String>> all = new ArrayList<>();
    for (String spelling : spellings) {
      all.add(Arrays.asList(spelling.split(" (?=-)|(?<=^-[Tf]) ", -1)));
    }
    return all;
  }
}
