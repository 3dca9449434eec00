package org.jrsync.engine.filter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jrsync.engine.tree.Paths;
import org.jrsync.posix.Errno;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.UntrustedLinkException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/** Reads rule texts and rule files into a {@link RuleBlock}, following the files they name. */
final class RuleReader {
  /** Longest pattern plus one, in bytes; a longer one is dropped with a complaint. */
  static final int MAX_PATTERN = 4096;

  /** Longest line of a rule file plus one, and longest rule on the wire plus one, in bytes. */
  static final int MAX_RULE = MAX_PATTERN + 1024;

  private static final int MAX_MERGE_DEPTH = 32;

  /**
   * Most files that rules may name and that are read at once: for all of the options, and for the
   * merge files of one directory. Files that name each other more than once multiply.
   */
  static final int MAX_FILES = 1000;

  private static final byte[] CVSIGNORE = {'.', 'c', 'v', 's', 'i', 'g', 'n', 'o', 'r', 'e'};

  /**
   * How a text is read: what its rules inherit and where they are anchored.
   *
   * @param directory of the rule file, as {@link FilterRule#create} takes it
   * @param aboveTransfer whether that directory lies above the transfer's top
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Mode(
      int template,
      boolean oldPrefixes,
      AnchorScheme scheme,
      byte[] directory,
      boolean aboveTransfer) {
    /** How {@link RuleTrace#file} tells of it. */
    int shown(boolean mustBeThere) {
      return (mustBeThere ? 1 : 0)
          + (oldPrefixes ? 2 : 0)
          + (scheme == AnchorScheme.DIRECTORY ? 4 : 0);
    }

    static Mode of(int template, boolean oldPrefixes) {
      return new Mode(template, oldPrefixes, AnchorScheme.TRANSFER, new byte[0], false);
    }
  }

  /** About what a rule takes besides its text, and for each byte of that, in bytes. */
  private static final int RULE_BYTES = 256;

  private static final int COMPILED_BYTES = 6;

  private final RuleFiles files;
  private final String who;
  private final Consumer<String> complaints;
  private final FilterSide side;
  private boolean deleteExcluded;
  private boolean nulSeparated;
  private int depth;
  private int filesRead;
  private int maxRules = Integer.MAX_VALUE;
  private MemoryBudget memory = MemoryBudget.unlimited();
  private RuleTrace trace = RuleTrace.SILENT;
  private CvsIgnore cvsIgnore = CvsIgnore.BUILT_IN;
  private @Nullable RuleBlock cvs;

  /**
   * @param who name of this process in messages, such as {@code client}
   * @param complaints takes messages that do not end the run
   * @param side the side whose opposite's rules are dropped where a scheme filters while reading
   */
  RuleReader(RuleFiles files, String who, Consumer<String> complaints, FilterSide side) {
    this.files = files;
    this.who = who;
    this.complaints = complaints;
    this.side = side;
  }

  /** A reader in the same state. */
  RuleReader copy(String newWho) {
    RuleReader copy = new RuleReader(files, newWho, complaints, side);
    copy.trace = trace;
    copy.deleteExcluded = deleteExcluded;
    copy.nulSeparated = nulSeparated;
    copy.maxRules = maxRules;
    copy.memory = memory;
    copy.cvsIgnore = cvsIgnore;
    if (cvs != null) {
      RuleBlock rules = new RuleBlock(FilterParser.CVS_LIST);
      cvs.rules().forEach(rules::add);
      copy.cvs = rules;
    }
    return copy;
  }

  /** Sets where it is told what is read. */
  void setTrace(RuleTrace newTrace) {
    trace = newTrace;
  }

  String who() {
    return who;
  }

  RuleTrace trace() {
    return trace;
  }

  void setDeleteExcluded(boolean value) {
    deleteExcluded = value;
  }

  /** Sets how many rules one block may have; without a call there is no limit. */
  void setMaxRules(int count) {
    maxRules = count;
  }

  /** Sets what rules are taken from, for as long as the session lasts. */
  void setMemory(MemoryBudget newMemory) {
    memory = newMemory;
  }

  /** Counts files from here on anew. */
  void beginDirectory() {
    filesRead = 0;
  }

  void setNulSeparated(boolean value) {
    nulSeparated = value;
  }

  boolean nulSeparated() {
    return nulSeparated;
  }

  void setCvsIgnore(CvsIgnore value) {
    cvsIgnore = value;
  }

  void setProtocol(int protocol) {
    cvsIgnore = cvsIgnore.at(protocol);
  }

  /** What {@code -C} rules stand for; empty until one is read. */
  List<FilterRule> cvsRules() {
    return cvs == null ? List.of() : cvs.rules();
  }

  boolean deleteExcluded() {
    return deleteExcluded;
  }

  /** Reads every rule of a text, which ends at its first NUL. */
  void readText(RuleBlock into, byte[] text, Mode mode, RuleOrigin origin) {
    RuleCursor cursor =
        new RuleCursor(untilNul(text), mode.template, mode.oldPrefixes, deleteExcluded, origin);
    while (cursor.advance()) {
      if (cursor.patternLength() >= MAX_PATTERN) {
        complaints.accept("discarding over-long filter: " + origin.shown(show(cursor.pattern())));
      } else if (RuleFlags.has(cursor.flags(), RuleFlags.CLEAR)) {
        clear(into);
      } else if (RuleFlags.has(cursor.flags(), RuleFlags.MERGE)) {
        readMerge(into, cursor, mode, origin);
      } else {
        add(into, cursor.pattern(), cursor.flags(), mode, origin);
        if (RuleFlags.has(cursor.flags(), RuleFlags.CVS)) {
          readCvsRules(cursor.flags());
        }
      }
    }
  }

  private void readMerge(RuleBlock into, RuleCursor cursor, Mode mode, RuleOrigin origin) {
    int flags = cursor.flags();
    byte[] name = cursor.patternLength() == 0 ? CVSIGNORE : cursor.pattern();
    if (RuleFlags.has(flags, RuleFlags.EXCLUDE_SELF)) {
      add(into, Paths.lastPart(name), flags & RuleFlags.FROM_FILE, Mode.of(0, false), origin);
      flags &= ~RuleFlags.EXCLUDE_SELF;
    }
    if (RuleFlags.has(flags, RuleFlags.PER_DIRECTORY)) {
      boolean ofCvs = RuleFlags.has(flags, RuleFlags.CVS) && Arrays.equals(name, CVSIGNORE);
      if (!ofCvs) {
        files.named(name);
      }
      if (mode.aboveTransfer) {
        // Its own search starts where it is named, not at the transfer's top.
        byte[] from = Paths.isAbsolute(name) ? name : under(mode.directory, name);
        add(into, Paths.resolve(from), flags, Mode.of(0, false), origin);
      } else {
        add(into, name, flags, mode, origin);
      }
    } else {
      readFile(into, name, Mode.of(flags, false), origin);
    }
  }

  private void readCvsRules(int template) {
    if (cvs != null) {
      return;
    }
    RuleBlock block = new RuleBlock(FilterParser.CVS_LIST);
    cvs = block;
    int perishable = cvsIgnore.protocol() >= 30 ? RuleFlags.PERISHABLE : 0;
    readText(
        block, CvsIgnore.builtIn(), Mode.of(template | perishable, false), RuleOrigin.ARGUMENT);
    byte[] home = cvsIgnore.homeFile();
    if (home != null) {
      readFileIfThere(block, home, Mode.of(template, false), RuleOrigin.ARGUMENT);
    }
    byte[] environment = cvsIgnore.environment();
    if (environment != null) {
      readText(block, environment, Mode.of(template, false), RuleOrigin.ARGUMENT);
    }
  }

  /** Reads the rules of a file that may be missing. */
  void readFileIfThere(RuleBlock into, byte[] path, Mode mode, RuleOrigin origin) {
    byte @Nullable [] contents;
    try {
      contents = contents(path);
    } catch (IOException e) {
      tellRefusedLink(e);
      contents = null;
    }
    trace.file(show(path), mode.template, mode.shown(false), contents != null, origin);
    if (contents != null) {
      readContents(into, contents, path, mode, origin);
    }
  }

  /** Tells why a file of a directory is not read, without a name that stood in a file. */
  void complain(String what, byte[] name, FilterRule rule) {
    complaints.accept(what + RuleOrigin.ARGUMENT.shown(show(name), rule.flags()));
  }

  /** What a file holds. A directory can be opened like one, and nothing be read from it. */
  private byte[] contents(byte[] path) throws IOException {
    try {
      return files.read(path);
    } catch (IOException e) {
      if (e.getCause() instanceof PosixException failure && failure.errno() == Errno.EISDIR) {
        return new byte[0];
      }
      throw e;
    }
  }

  private void tellRefusedLink(IOException failure) {
    if (failure.getCause() instanceof UntrustedLinkException) {
      complaints.accept(UntrustedLinkException.REFUSED);
    }
  }

  private void clear(RuleBlock block) {
    trace.step("clearing filter list", block.name());
    tellEnd(block.rules(), block.mergeCount());
    block.clear();
  }

  /**
   * Tells of merge files that are no longer in force, as the rules that named them are gone.
   *
   * @param count how many were in force
   */
  void tellEnd(List<FilterRule> rules, int count) {
    int left = count;
    for (FilterRule rule : rules) {
      if (rule.has(RuleFlags.PER_DIRECTORY)) {
        trace.step("deactivating mergelist #" + --left, rule.mergeName());
      }
    }
  }

  private void add(RuleBlock into, byte[] text, int flags, Mode mode, RuleOrigin origin) {
    trace.rule(text, flags, origin, into.name());
    if (mode.scheme != AnchorScheme.TRANSFER && isForOtherSide(flags)) {
      return;
    }
    if (into.rules().size() >= maxRules) {
      throw new RsyncException(
          ExitCode.MALLOC, "the number of filter rules is more than the limit of " + maxRules);
    }
    memory.reserve(RULE_BYTES + (long) COMPILED_BYTES * text.length, "memory for filter rules");
    FilterRule rule = FilterRule.create(text, flags, mode.scheme, mode.directory);
    if (!rule.has(RuleFlags.PER_DIRECTORY)) {
      into.add(rule);
      return;
    }
    String name = "per-dir " + origin.shown(show(Paths.lastPart(rule.pattern())), flags);
    if (into.add(rule.forList(name))) {
      trace.step("activating mergelist #" + (into.mergeCount() - 1), name);
    }
  }

  private boolean isForOtherSide(int flags) {
    return switch (flags & RuleFlags.SIDES) {
      case RuleFlags.SENDER -> side == FilterSide.RECEIVER;
      case RuleFlags.RECEIVER -> side == FilterSide.SENDER;
      default -> false;
    };
  }

  /**
   * Reads the rules of a file that must be there.
   *
   * @param origin of the text that names the file
   * @throws RsyncException with {@link ExitCode#FILE_IO} if it cannot be read or is one too many
   */
  void readFile(RuleBlock into, byte[] path, Mode mode, RuleOrigin origin) {
    if (path.length == 0) {
      return;
    }
    files.named(path);
    String name = origin.shown(show(path), mode.template);
    if (depth >= MAX_MERGE_DEPTH) {
      throw new RsyncException(
          ExitCode.FILE_IO,
          "["
              + who
              + "] merge-file include depth limit ("
              + MAX_MERGE_DEPTH
              + ") exceeded at "
              + name);
    }
    if (++filesRead > MAX_FILES) {
      throw new RsyncException(
          ExitCode.FILE_IO,
          "[" + who + "] the limit of " + MAX_FILES + " filter files is exceeded at " + name);
    }
    byte[] contents;
    try {
      contents = contents(path);
    } catch (IOException e) {
      tellRefusedLink(e);
      trace.file(show(path), mode.template, mode.shown(true), false, origin);
      throw cannotOpen(mode, name, e, origin);
    }
    trace.file(show(path), mode.template, mode.shown(true), true, origin);
    readContents(into, contents, path, mode, origin);
  }

  private static byte[] under(byte[] directory, byte[] name) {
    return Paths.concat(Paths.withFinalSlash(Paths.concat(directory, new byte[] {'/'})), name);
  }

  private RsyncException cannotOpen(Mode mode, String name, IOException cause, RuleOrigin origin) {
    String kind = RuleFlags.has(mode.template, RuleFlags.INCLUDE) ? "in" : "ex";
    String failed = "failed to open " + kind + "clude file " + name;
    if (origin.isFile()) {
      // Whether a path named in a file exists is not told either.
      return new RsyncException(ExitCode.FILE_IO, failed);
    }
    return new RsyncException(
        ExitCode.FILE_IO, "rsync: [" + who + "] " + failed + ": " + cause.getMessage());
  }

  /** Reads the rules in a file's contents: one a line, or one a word. */
  void readContents(RuleBlock into, byte[] contents, byte[] path, Mode mode, RuleOrigin namedBy) {
    boolean words = RuleFlags.has(mode.template, RuleFlags.WORD_SPLIT);
    boolean hidden = namedBy.isFile() || RuleFlags.has(mode.template, RuleFlags.FROM_FILE);
    RuleOrigin origin = namedBy.file(show(path), hidden, !words);
    depth++;
    int at = 0;
    while (at < contents.length) {
      int end = at;
      while (end < contents.length && !endsRule(contents[end], words)) {
        end++;
      }
      origin.nextLine();
      readLine(into, contents, at, end, mode, origin);
      at = end + 1;
      if (!nulSeparated
          && end + 1 < contents.length
          && contents[end] == '\r'
          && contents[end + 1] == '\n') {
        at++;
      }
    }
    depth--;
  }

  private void readLine(
      RuleBlock into, byte[] contents, int start, int end, Mode mode, RuleOrigin origin) {
    if (end - start >= MAX_RULE) {
      complaints.accept("discarding over-long filter: " + origin.shown(""));
      return;
    }
    if (start == end) {
      return;
    }
    boolean words = RuleFlags.has(mode.template, RuleFlags.WORD_SPLIT);
    if (words || (contents[start] != ';' && contents[start] != '#')) {
      readText(into, Arrays.copyOfRange(contents, start, end), mode, origin);
    }
  }

  private boolean endsRule(byte c, boolean words) {
    if (words && RuleCursor.isSpace(c)) {
      return true;
    }
    return nulSeparated ? c == 0 : c == '\n' || c == '\r';
  }

  private static byte[] untilNul(byte[] text) {
    for (int i = 0; i < text.length; i++) {
      if (text[i] == 0) {
        return Arrays.copyOf(text, i);
      }
    }
    return text;
  }

  /** Text for a message, one character a byte. */
  static String show(byte[] text) {
    return new String(text, StandardCharsets.ISO_8859_1);
  }
}
