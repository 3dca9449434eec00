package org.jrsync.engine.options;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.wire.ClientInfo;
import org.jrsync.wire.compress.CompressionType;
import org.jspecify.annotations.Nullable;

/**
 * The command line of the server that a client starts, from the client's options. Only what the
 * other side must know is passed on, in the same order and spelling as rsync does, so that servers
 * of any age understand it.
 */
public final class ServerArguments {

  private static final int FIRST_TO_KNOW_NO_IMPLIED_DIRS = 30;
  private static final int MOST_VERBOSE_LETTERS = 9;

  private final Options options;
  private final ConnectionOptions connection;
  private final boolean sending;
  private final List<byte[]> out = new ArrayList<>();
  private int openWords;

  private ServerArguments(Options options, ConnectionOptions connection, boolean sending) {
    this.options = options;
    this.connection = connection;
    this.sending = sending;
  }

  /**
   * All arguments behind the program's name for a server that a remote shell starts: the options, a
   * dot, and the paths with what a shell would act on escaped.
   *
   * @param sending whether the client is the one that sends files
   * @param paths what is asked of the server, {@link SourceArguments#remotePaths}
   */
  public static ServerWords forShell(
      Options options, ConnectionOptions connection, boolean sending, List<byte[]> paths) {
    ServerArguments arguments = new ServerArguments(options, connection, sending);
    arguments.write();
    arguments.add(".");
    boolean escape = arguments.escape();
    for (byte[] path : paths) {
      boolean tilde = escape && !sending && keepsTilde(path, options.relative, connection);
      arguments.out.add(SafeArgument.fileName(path, escape, tilde));
    }
    return arguments.words();
  }

  /**
   * All arguments for a daemon's module, each of which is sent by itself: no shell comes between.
   *
   * @param sending whether the client is the one that sends files
   * @param paths what is asked of the module, each starting with the module's name
   */
  public static ServerWords forDaemon(
      Options options, ConnectionOptions connection, boolean sending, List<byte[]> paths) {
    ServerArguments arguments = new ServerArguments(options, connection, sending);
    arguments.write();
    arguments.add(".");
    byte[] module = moduleOf(paths.getFirst());
    for (byte[] path : paths) {
      arguments.out.add(modulePath(path, module, connection.oldArgs() > 0));
    }
    return arguments.words();
  }

  /** Of secluded arguments only the first options, which need no escapes, are open. */
  private ServerWords words() {
    if (!connection.secludedArgs()) {
      return new ServerWords(out, List.of());
    }
    List<byte[]> secluded = new ArrayList<>();
    secluded.add(ascii("rsync"));
    for (byte[] word : out.subList(openWords, out.size())) {
      // An empty item would end the list.
      secluded.add(word.length == 0 ? ascii(".") : word);
    }
    return new ServerWords(out.subList(0, openWords), secluded);
  }

  /** The module's name at the start of a daemon's path. */
  public static byte[] moduleOf(byte[] path) {
    int slash = Bytes.indexOf(path, '/', 0);
    return slash < 0 ? path : java.util.Arrays.copyOf(path, slash);
  }

  /**
   * What the client says of itself behind {@code -e}: its abilities, without the letter e; empty
   * before protocol 30.
   */
  public static String clientInfo(Options options, boolean sending) {
    String option =
        ClientInfo.option(options.protocol, allowsIncrementalRecursion(options, sending));
    return option.isEmpty() ? "" : option.substring(1);
  }

  /** Whether a client with these options can take part in incremental recursion. */
  public static boolean allowsIncrementalRecursion(Options options, boolean sending) {
    boolean fullListNeeded =
        options.deleteMode == DeleteMode.BEFORE
            || options.deleteMode == DeleteMode.AFTER
            || options.writing.delayUpdates()
            || options.pruneEmptyDirs;
    return options.incRecursive && options.recursive && (sending || !fullListNeeded);
  }

  /**
   * A name that a pull could not expect back if the other side's shell made a home directory of it.
   */
  private static boolean keepsTilde(byte[] path, boolean relative, ConnectionOptions connection) {
    if (path.length == 0 || path[0] != '~' || connection.oldArgs() > 0) {
      return false;
    }
    return Bytes.indexOf(path, '/', 0) < 0
        || (relative && Bytes.indexOf(path, ascii("/./"), 0) < 0);
  }

  /**
   * Older daemons split their arguments at a blank before the module's name, so that blank is
   * hidden in a character class; a leading dash is hidden by the current directory.
   */
  private static byte[] modulePath(byte[] path, byte[] module, boolean old) {
    if (java.util.Arrays.equals(path, module)) {
      return Bytes.concat(Bytes.text(module), ascii("/"));
    }
    byte[] separator = Bytes.concat(" " + Bytes.text(module), ascii("/"));
    ByteArrayOutputStream out = new ByteArrayOutputStream(path.length + 8);
    if (path.length > 0 && path[0] == '-') {
      out.writeBytes(ascii("./"));
    }
    for (int i = 0; i < path.length; i++) {
      if (!old && Bytes.startsWith(path, separator, i)) {
        out.writeBytes(ascii("[ ]"));
      } else {
        out.write(path[i]);
      }
    }
    return out.toByteArray();
  }

  private void write() {
    add("--server");
    addIf(!sending, "--sender");
    String letters = letters();
    addIf(letters.length() > 1, letters);
    Iconv iconv = options.iconv;
    if (iconv != null) {
      out.add(SafeArgument.option("--iconv", Bytes.of(iconv.others()), escapesOptions()));
    }
    openWords = out.size();
    addIf(options.listOnlyGiven, "--list-only");
    addIf(sending && options.deleteMode.deletes() && options.dirs && !options.recursive, "--no-r");
    addIf(options.compression.levelGiven(), "--compress-level=" + options.compression.level());
    if (options.devices) {
      addIf(!options.specials, "--no-specials");
    } else {
      addIf(options.specials, "--specials");
    }
    logFormat();
    switch (options.messages.stderr()) {
      case ALL -> add("--msgs2stderr");
      case CLIENT -> add("--no-msgs2stderr");
      case ERRORS -> {}
    }
    addIf(options.blockSize > 0, "-B" + options.blockSize);
    addIf(options.timeout > 0, "--timeout=" + options.timeout);
    addIf(options.bwlimit > 0, "--bwlimit=" + (options.bwlimit + 512) / 1024);
    backups();
    String checksum = options.checksumChoice;
    if (checksum != null) {
      out.add(SafeArgument.option("--checksum-choice", Bytes.of(checksum), escapesOptions()));
    }
    compressionChoice();
    if (sending) {
      deletion();
    } else {
      byte[] skip = options.compression.skip();
      if (skip != null) {
        out.add(SafeArgument.option("--skip-compress", skip, escapesOptions()));
      }
    }
    byte[] limit = options.allocationLimit.given();
    if (limit != null && options.allocationLimit.isUnusual()) {
      out.add(SafeArgument.option("--max-alloc", limit, escapesOptions()));
    }
    if (options.missingArgs == MissingArgs.DELETE) {
      add("--delete-missing-args");
    } else {
      addIf(!sending && options.missingArgs == MissingArgs.IGNORE, "--ignore-missing-args");
    }
    addIf(
        sending && options.modifyWindowGiven,
        (options.modifyWindow < 0 ? "-@" : "--modify-window=") + options.modifyWindow);
    addIf(options.checksumSeed != 0, "--checksum-seed=" + options.checksumSeed);
    partial();
    addIf(options.ignoreErrors, "--ignore-errors");
    addIf(options.linkRules.copyUnsafe(), "--copy-unsafe-links");
    addIf(options.linkRules.safe(), "--safe-links");
    addIf(options.numericIds, "--numeric-ids");
    addIf(connection.qsort(), "--use-qsort");
    if (sending) {
      ownerMap("--usermap", options.attributes.userMap());
      ownerMap("--groupmap", options.attributes.groupMap());
    }
    addIf(sending && options.ignoreExisting, "--ignore-existing");
    addIf(sending && options.existingOnly, "--existing");
    writing();
    alternates();
    infoFlags();
    inplace();
    filesFrom();
    addIf(
        options.relative
            && !options.impliedDirs
            && (!sending || options.protocol >= FIRST_TO_KNOW_NO_IMPLIED_DIRS),
        "--no-implied-dirs");
    addIf(sending && options.writing.devices(), "--write-devices");
    switch (options.removeSource) {
      case PRESENT -> add("--remove-source-files");
      case SENT -> add("--remove-sent-files");
      case NONE -> {}
    }
    addIf(!sending && options.copyDevices, "--copy-devices");
    addIf(sending && options.writing.preallocate(), "--preallocate");
    addIf(options.openNoatime && options.attributes.atimes() <= 1, "--open-noatime");
    addIf(sending && options.mkpath, "--mkpath");
    for (byte[] option : connection.remoteOptions()) {
      out.add(SafeArgument.option("", option, escape()));
    }
  }

  private String letters() {
    AttributeOptions attributes = options.attributes;
    StringBuilder letters = new StringBuilder("-");
    if (connection.secludedArgs()) {
      letters.append('s');
    }
    letters.repeat('v', Math.min(options.verbose, MOST_VERBOSE_LETTERS));
    boolean client = options.messages.stderr() == MessageRouting.Stderr.CLIENT;
    letter(letters, options.quiet > 0 && !client, 'q');
    letter(letters, options.backups.wanted(), 'b');
    letter(letters, options.update, 'u');
    letter(letters, !options.transfersData(), 'n');
    letter(letters, options.links, 'l');
    letter(letters, saysDirs(), 'd');
    letter(letters, sending && options.linkRules.keepDirectories(), 'K');
    letter(letters, sending && options.pruneEmptyDirs, 'm');
    letter(letters, sending && options.omitDirTimes && !options.backups.besideFiles(), 'O');
    letter(letters, sending && options.omitLinkTimes, 'J');
    letters.repeat('y', sending ? options.fuzzy : 0);
    letter(letters, !sending && options.linkRules.copy(), 'L');
    letter(letters, !sending && options.linkRules.copyDirectories(), 'k');
    letter(letters, Boolean.TRUE.equals(options.wholeFile), 'W');
    letters.repeat('H', Math.min(options.hardLinks, 2));
    letter(letters, options.owner, 'o');
    letter(letters, options.group, 'g');
    letter(letters, options.devices, 'D');
    letter(letters, options.times, 't');
    letters.repeat('U', Math.min(attributes.atimes(), 2));
    letter(letters, options.perms, 'p');
    letter(letters, sending && !options.perms && attributes.executability(), 'E');
    letter(letters, attributes.acls(), 'A');
    letters.repeat('X', Math.min(attributes.xattrs(), 2));
    letter(letters, options.recursive, 'r');
    letter(letters, options.checksumAlways, 'c');
    letter(letters, options.cvsExclude, 'C');
    letter(letters, options.ignoreTimes, 'I');
    letter(letters, options.relative, 'R');
    letters.repeat('x', Math.min(options.oneFileSystem, 2));
    letter(letters, options.sparse, 'S');
    letter(letters, saysPlainZ(), 'z');
    letters.append(
        ClientInfo.option(options.protocol, allowsIncrementalRecursion(options, sending)));
    return letters.toString();
  }

  /** A list of names implies directories, which a server that reads it knows by itself. */
  private boolean saysDirs() {
    return options.dirs
        && !options.recursive
        && (options.filesFrom == null
            || options.dirsGiven
            || options.listOnly
            || (sending && options.deleteMode.deletes()));
  }

  private static void letter(StringBuilder letters, boolean wanted, char letter) {
    if (wanted) {
      letters.append(letter);
    }
  }

  /** The server prints nothing by the format; it only must know what it is asked to report. */
  private void logFormat() {
    String format = options.outFormat;
    if (format == null || !sending) {
      return;
    }
    if (options.itemize > 1) {
      add("--log-format=%i%I");
    } else if (options.itemize > 0) {
      add("--log-format=%i");
    } else if (OutFormat.has(format, 'o')) {
      add("--log-format=%o");
    } else {
      addIf(options.verbose == 0, "--log-format=X");
    }
  }

  private void deletion() {
    if (options.maxDelete > 0) {
      add("--max-delete=" + options.maxDelete);
    } else {
      addIf(options.maxDelete == 0, "--max-delete=-1");
    }
    SizeLimits sizes = options.sizeLimits;
    addIf(sizes.min() >= 0, "--min-size=" + sizes.min());
    addIf(sizes.max() >= 0, "--max-size=" + sizes.max());
    switch (options.deleteMode) {
      case BEFORE -> add("--delete-before");
      case DELAY -> add("--delete-delay");
      case DURING -> add("--delete-during");
      case AFTER -> add("--delete-after");
      case UNSPECIFIED -> addIf(!options.deleteExcluded, "--delete");
      case NONE -> {}
    }
    addIf(options.deleteExcluded, "--delete-excluded");
    addIf(options.force, "--force");
    addIf(options.batch.only(), "--only-write-batch=X");
    addIf(options.attributes.superUser() == SuperUser.ALWAYS, "--super");
    addIf(options.sizeOnly, "--size-only");
    addIf(options.stats, "--stats");
  }

  private void backups() {
    byte[] dir = options.backups.dir();
    if (dir != null) {
      add("--backup-dir");
      out.add(SafeArgument.option("", dir, escapesOptions()));
    }
    byte[] suffix = options.backups.suffix();
    if (!java.util.Arrays.equals(suffix, Backups.defaultSuffix(dir != null))) {
      out.add(SafeArgument.option("--suffix", suffix, escapesOptions()));
    }
  }

  private void writing() {
    byte[] dir = options.writing.tempDir();
    if (sending && dir != null) {
      add("--temp-dir");
      out.add(SafeArgument.option("", dir, escapesOptions()));
    }
    addIf(sending && options.writing.fsync(), "--fsync");
  }

  /** The letter asks for zlib of a server that is too old to negotiate. */
  private boolean saysPlainZ() {
    Compression compression = options.compression;
    return compression.choice() == null
        ? compression.given() == 1
        : compression.chooses(CompressionType.ZLIB);
  }

  private void compressionChoice() {
    Compression compression = options.compression;
    String choice = compression.choice();
    if (choice == null) {
      addIf(compression.given() == 2, "--new-compress");
    } else if (compression.chooses(CompressionType.ZLIBX)) {
      add("--new-compress");
    } else if (compression.chooses(CompressionType.ZLIB)) {
      add("--old-compress");
    } else {
      out.add(SafeArgument.option("--compress-choice", Bytes.of(choice), escapesOptions()));
    }
  }

  private void ownerMap(String option, byte @Nullable [] map) {
    if (map != null) {
      out.add(SafeArgument.option(option, map, escapesOptions()));
    }
  }

  private void partial() {
    if (!sending) {
      return;
    }
    byte[] dir = options.partialDir;
    if (dir != null) {
      if (!options.writing.ownPartialDir()) {
        add("--partial-dir");
        out.add(SafeArgument.option("", dir, escapesOptions()));
      }
      addIf(options.writing.delayUpdates(), "--delay-updates");
    } else {
      addIf(options.partial, "--partial");
    }
  }

  private void alternates() {
    AlternateDirs alternates = options.alternates;
    if (sending) {
      for (byte[] dir : alternates.dirs()) {
        add(alternates.kind().option());
        out.add(SafeArgument.option("", dir, escapesOptions()));
      }
    }
  }

  /**
   * The flags that the user named and that the server looks at; five and more of one level are put
   * as ALL or NONE.
   */
  private void infoFlags() {
    int parts = Info.SERVER | (sending ? Info.RECEIVER : Info.SENDER);
    int[] counts = new int[OutputWords.MAX_LEVEL + 1];
    boolean all = true;
    boolean any = false;
    int common = -1;
    for (Info flag : Info.values()) {
      if (!flag.concerns(parts)) {
        continue;
      }
      all &= options.infoGiven(flag);
      if (options.infoGiven(flag)) {
        any = true;
        int level = options.info(flag);
        counts[level]++;
        if (common < 0 || counts[level] > counts[common]) {
          common = level;
        }
      }
    }
    if (!any) {
      return;
    }
    StringBuilder text = new StringBuilder("--info=");
    if (!all || counts[common] < 5) {
      common = -1;
    } else {
      text.append(common == 0 ? "NONE" : "ALL").append(common > 1 ? String.valueOf(common) : "");
    }
    for (Info flag : Info.values()) {
      int level = options.info(flag);
      if (flag.concerns(parts) && options.infoGiven(flag) && level != common) {
        text.append(text.charAt(text.length() - 1) == '=' ? "" : ",").append(flag.name());
        text.append(level == 1 ? "" : String.valueOf(level));
      }
    }
    add(text.toString());
  }

  private void inplace() {
    if (options.append > 0) {
      addIf(options.append > 1, "--append");
      add("--append");
    } else if (options.inplace) {
      add("--inplace");
      // Older servers write sparse files wrongly in place unless whole files are ruled out.
      addIf(sending && options.sparse && Boolean.FALSE.equals(options.wholeFile), "--no-W");
    }
  }

  /** What the server needs to know of a list: where it has it from. */
  private void filesFrom() {
    FilesFrom list = options.filesFrom;
    if (list == null || (sending && !list.isPeers())) {
      return;
    }
    if (list.isPeers()) {
      add("--files-from");
      out.add(SafeArgument.option("", list.path(), escapesOptions()));
      addIf(options.from0, "--from0");
    } else {
      add("--files-from=-");
      add("--from0");
    }
    addIf(!options.relative, "--no-relative");
  }

  private boolean escape() {
    return connection.oldArgs() == 0 && !connection.secludedArgs();
  }

  /** The arguments of options are escaped even where file names are left to the shell. */
  private boolean escapesOptions() {
    return connection.oldArgs() < 2 && !connection.secludedArgs();
  }

  private void add(String argument) {
    out.add(ascii(argument));
  }

  private void addIf(boolean wanted, String argument) {
    if (wanted) {
      add(argument);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
