package org.jrsync.cli;

/** What {@code --version} and {@code -VV} tell: the program, and what it can do. */
final class Version {

  /** The program's version. */
  static final String NUMBER = org.jrsync.engine.Version.TEXT;

  private static final int LINE_WIDTH = 75;
  private static final String OPTIONAL = "optional ";
  private static final String NAME = "jrsync";
  private static final String PROTOCOL = "33";
  private static final String COPYRIGHT = "(C) 2026 the jrsync authors";

  /** In rsync's order; what is not there says so. */
  private static final String[] CAPABILITIES = {
    "64-bit files",
    "64-bit inums",
    "64-bit timestamps",
    "64-bit long ints",
    "socketpairs",
    "symlinks",
    "symtimes",
    "hardlinks",
    "hardlink-specials",
    "hardlink-symlinks",
    "IPv6",
    "atimes",
    "batchfiles",
    "inplace",
    "append",
    "ACLs",
    "xattrs",
    "optional secluded-args",
    "iconv",
    "prealloc",
    "stop-at",
    "no crtimes",
    "no IDN",
  };

  private static final String[] OPTIMIZATIONS = {
    "no SIMD-roll", "no asm-roll", "no openssl-crypto", "no asm-MD5",
  };

  /** The names on offer, best first; in parentheses other names for the one before. */
  static final String CHECKSUMS = "xxh128 xxh3 xxh64 (xxhash) md5 md4 sha1 none";

  static final String COMPRESSIONS = "zstd lz4 zlibx zlib none";
  static final String AUTH_DIGESTS = "sha512 sha256 sha1 md5 md4";

  private Version() {}

  /** The text for people. Its first line names program, version and protocol as rsync's does. */
  static String text() {
    StringBuilder text = new StringBuilder(1024);
    text.append(NAME).append("  version ").append(NUMBER);
    text.append("  protocol version ").append(PROTOCOL).append('\n');
    text.append("Copyright ").append(COPYRIGHT).append('\n');
    section(text, "Capabilities", CAPABILITIES);
    section(text, "Optimizations", OPTIMIZATIONS);
    list(text, "Checksum list", CHECKSUMS);
    list(text, "Compress list", COMPRESSIONS);
    list(text, "Daemon auth list", AUTH_DIGESTS);
    text.append(
        """

        jrsync speaks rsync's protocol. It comes without any warranty, under the Apache
        License, Version 2.0.
        """);
    return text.toString();
  }

  private static void section(StringBuilder text, String title, String[] items) {
    text.append(title).append(":\n");
    String[] shown = new String[items.length];
    for (int i = 0; i < items.length; i++) {
      shown[i] = i + 1 < items.length ? items[i] + "," : items[i];
    }
    lines(text, shown);
  }

  /** Fills lines with items, each behind a blank, and indents them. */
  private static void lines(StringBuilder text, String[] items) {
    int length = 0;
    for (String item : items) {
      if (length > 0 && length + 1 + item.length() >= LINE_WIDTH) {
        text.append('\n');
        length = 0;
      }
      text.append(length == 0 ? "    " : " ").append(item);
      length += 1 + item.length();
    }
    text.append('\n');
  }

  private static void list(StringBuilder text, String title, String names) {
    text.append(title).append(":\n    ").append(names).append('\n');
  }

  /** The same as JSON, with rsync's keys and spacing. */
  static String json() {
    StringBuilder json = new StringBuilder(1024);
    json.append("{\n  \"program\": \"").append(NAME);
    member(json, "version", NUMBER);
    member(json, "protocol", PROTOCOL + ".0");
    member(json, "copyright", COPYRIGHT);
    member(json, "url", "");
    json.append('"');
    object(json, "capabilities", CAPABILITIES);
    object(json, "optimizations", OPTIMIZATIONS);
    array(json, "checksum_list", CHECKSUMS);
    array(json, "compress_list", COMPRESSIONS);
    array(json, "daemon_auth_list", AUTH_DIGESTS);
    json.append(",\n  \"license\": \"Apache-2.0");
    member(json, "caveat", "jrsync comes without any warranty");
    return json.append("\"\n}\n").toString();
  }

  /** Ends the member before and begins one more, whose closing quotation mark is still to come. */
  private static void member(StringBuilder json, String name, String value) {
    json.append("\",\n  \"").append(name).append("\": \"").append(value);
  }

  private static void object(StringBuilder json, String name, String[] items) {
    json.append(",\n  \"").append(name).append("\": {\n");
    String[] members = new String[items.length];
    for (int i = 0; i < items.length; i++) {
      members[i] = jsonMember(items[i]) + (i + 1 < items.length ? "," : "");
    }
    lines(json, members);
    json.append("  }");
  }

  /**
   * {@code 64-bit files} becomes {@code "file_bits": 64}, {@code no ACLs} becomes {@code "ACLs":
   * false}.
   */
  private static String jsonMember(String item) {
    int bits = item.indexOf("-bit ");
    if (bits > 0) {
      String things = item.substring(bits + 5, item.length() - 1);
      return "\"" + things.replace(' ', '_') + "_bits\": " + item.substring(0, bits);
    }
    if (item.startsWith(OPTIONAL)) {
      return "\"" + item.substring(OPTIONAL.length()).replace('-', '_') + "\": \"optional\"";
    }
    boolean missing = item.startsWith("no ");
    String name = (missing ? item.substring(3) : item).replace('-', '_');
    return "\"" + name + "\": " + !missing;
  }

  private static void array(StringBuilder json, String name, String names) {
    json.append(",\n  \"").append(name).append("\": [\n   ");
    boolean first = true;
    for (int start = 0, end; start < names.length(); start = end + 1) {
      end = names.indexOf(' ', start);
      end = end < 0 ? names.length() : end;
      if (names.charAt(start) != '(') {
        json.append(first ? " \"" : ", \"").append(names, start, end).append('"');
        first = false;
      }
    }
    json.append("\n  ]");
  }
}
