package org.jrsync.interop.record;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A row of the table of all counts, lengths, indexes and ids on the wire: values that a field gets,
 * and how a reader of it then ends.
 *
 * @param readers whom the row is for
 * @param field matches the names of the fields that the row is for
 * @param values what they get
 * @param code the exit code, {@link #NO_SESSION} or {@link #ANY}
 * @param line matches a part of the line that tells of it, empty where nothing needs to be told
 */
record WireField(
    Predicate<Hostile> readers, Pattern field, List<Long> values, int code, Pattern line) {
  /** A daemon has nothing to end: it has told the client why, and closed. */
  static final int NO_SESSION = -1;

  /** The value may be what it is: all that counts is that the end is an orderly one. */
  static final int ANY = -2;

  private static final long MAX = Integer.MAX_VALUE;
  private static final long MIN = Integer.MIN_VALUE;

  /** The table. */
  static List<WireField> table() {
    Predicate<Hostile> all = reader -> true;
    Predicate<Hostile> clients = reader -> !reader.reader().server();
    Predicate<Hostile> servers = reader -> reader.reader().server();
    Predicate<Hostile> modern = reader -> reader.protocol() >= 30;
    Predicate<Hostile> receivers = Hostile::receives;
    Predicate<Hostile> senders = reader -> !reader.receives();
    Predicate<Hostile> plain = reader -> reader.compression().isEmpty();
    Predicate<Hostile> packed = plain.negate();
    Predicate<Hostile> parts = Hostile::incremental;
    return List.of(
        // The greeting and what follows it, before frames.
        row(clients, "greeting: version", 2, "version mismatch", 0, 19, 41, 1000, MAX),
        row(clients, "greeting: version", 2, "version 27 is older than 28", 27),
        row(servers, "greeting: version", NO_SESSION, "is too old", 0, 19, 27),
        row(servers.and(modern), "greeting: version", 2, "version mismatch", 41, 1000, MAX),
        row(clients.and(modern), "greeting: subprotocol", 5, "omitted the subprotocol", -1),
        row(
            servers.and(modern),
            "greeting: subprotocol",
            NO_SESSION,
            "omitted the subprotocol",
            -1),
        row(all, "greeting: subprotocol", ANY, "", MAX),
        row(clients, "greeting: length", 5, "did not see server greeting", 5118, 100_000),
        row(servers, "greeting: length", NO_SESSION, "", 5118, 100_000),
        row(clients, "message of the day: length", 5, "server startup line", 5119, 100_000),
        row(servers, "module name: length", NO_SESSION, "nknown module", 1000),
        row(servers, "module name: length", NO_SESSION, "", 5119, 100_000),
        row(servers, "argument: length", NO_SESSION, "longer than 5119", 5120, 100_000),
        row(servers, "arguments: count", NO_SESSION, "too many daemon arguments", 1_000_000),
        row(clients, "compatibility flags", ANY, "", MAX, -1, MIN),
        row(all, "(checksum|compression) list: length", 4, "over-long vstring", 256, 32_767),
        row(clients, "seed", ANY, "", MAX, -1, MIN),
        // Filter rules.
        row(servers, "filter rule: length", 22, "length of a filter rule", MAX, -1, MIN, 5120),
        row(servers, "filter rules: end", 22, "length of a filter rule", MAX, -1, MIN),
        row(servers, "filter rules: count", 22, "number of filter rules", 250_001),
        // The file list.
        row(receivers, "(folder|entry): flags", ANY, "", MAX, -1, MIN, 0xffff),
        row(receivers, "entry: shared name length", 2, "name shares 255", 255),
        row(receivers, "(folder|entry): name length", 22, "name of", MAX, -1, MIN, 4096),
        row(receivers, "entry: hard link", 2, "hard-link reference", MAX, -1, MIN, 50),
        row(receivers, "(folder|entry): file length", 4, "negative", -1, Long.MIN_VALUE),
        row(receivers, "(folder|entry): file length", ANY, "", Long.MAX_VALUE),
        row(receivers, "(folder|entry): time", ANY, "", Long.MAX_VALUE, -1, Long.MIN_VALUE),
        row(receivers, "entry: nanoseconds", 2, "modtime_nsec", MAX, -1, 1_000_000_000),
        row(receivers, "(folder|entry): mode", 2, "invalid file mode", MAX, -1, MIN, 0),
        row(receivers, "(folder|entry): (user|group) id", ANY, "", MAX, -1, MIN),
        row(receivers, "folder: (user|group) name length", ANY, "", 255),
        row(receivers, "entry: device (major|minor)", ANY, "", MAX, -1, MIN),
        row(receivers, "entry: link target length", 22, "link target", MAX, -1, MIN, 4096),
        row(receivers, "entry: hard link (device|inode)", ANY, "", Long.MAX_VALUE, -1),
        row(receivers, "file list: (end|I/O error)", ANY, "", MAX, -1, MIN, 255),
        row(receivers, "id list: (user|group) (id|end)", ANY, "", MAX, -1, MIN),
        row(receivers, "id list: (user|group) (0 )?name length", ANY, "", 255),
        row(receivers, "file list part: directory", 2, "dir_ndx|dir index", -103, -100_000, -MAX),
        row(receivers, "file list part: directory", 4, "invalid path", -101),
        row(receivers, "file list part.*", 2, "file index|File-list index", -4, -50, 1000, MAX),
        // Items, signatures and tokens.
        row(all, "(local item|file|request): index", 2, "File-list index", 1000, MAX),
        row(all, "(local item|file|request): index", 2, "Invalid file index", -4, -50),
        row(all, "(local item|file|request): index", 2, "dir_ndx|dir index|file index", -103),
        row(clients.and(parts), "file: index", 2, "non-regular file: 0", 0),
        row(all, "(local item|file|request): item flags", ANY, "", 0xffff),
        row(all, "local item: basis type", ANY, "", 0, 255),
        row(all, "local item: name length", 2, "over-long vstring", 4096, 32_767),
        row(all, "(file|request): block count", 2, "Invalid checksum count", -1, MIN),
        row(receivers, "file: block count", 2, "zero block length", MAX),
        row(senders, "request: block count", 22, "Invalid checksum count", MAX),
        row(all, "(file|request): block length", 2, "block length", MAX, -1, MIN, (1 << 29) + 1),
        row(senders, "request: block length", 2, "zero block length", 0),
        row(all, "(file|request): strong sum length", 2, "checksum length", MAX, -1, MIN, 17),
        row(all, "(file|request): remainder", 2, "remainder length", MAX, -1, MIN, 701),
        row(plain, "file: (last )?token", 2, "Invalid block index", -1, MIN),
        row(plain, "file: (last )?token", 12, "unexpectedly closed", MAX),
        row(packed, "file: token block", 2, "invalid token number", MAX, -2, MIN),
        row(packed, "file: token block", 2, "Invalid block index", 0, MAX - 1),
        row(packed, "file: token run", 2, "invalid token number", 0),
        row(packed, "file: token run", 2, "Invalid block index", 0xffff),
        row(packed, "file: packed length", 12, "unexpectedly closed", 16_383),
        row(packed, "file: last token", 2, "Invalid block index", 0x80, 255),
        // The end.
        row(all, "(end of phase .|deletions: mark)", 2, "File-list index|end of run", 1000, MAX),
        row(all, "(end of phase .|deletions: mark)", 2, "Invalid file index", -4, -50),
        row(clients, "statistics: .*", ANY, "", Long.MAX_VALUE, -1, Long.MIN_VALUE),
        row(all, "deletions: [^m].*", 2, "wire value deleted_", MAX, -1, MIN, (1 << 28) + 1),
        row(all, "goodbye.*", 2, "File-list index|end of run", 1000, MAX),
        row(all, "goodbye.*", 2, "Invalid file index", -4, -50));
  }

  private static WireField row(
      Predicate<Hostile> readers, String field, int code, String line, long... values) {
    return new WireField(
        readers,
        Pattern.compile(field),
        java.util.Arrays.stream(values).boxed().toList(),
        code,
        Pattern.compile(line));
  }

  /** Whether the row is for a field of a reader. */
  boolean covers(Hostile reader, String name) {
    return readers.test(reader) && field.matcher(name).matches();
  }
}
