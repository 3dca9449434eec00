package org.jrsync.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.filter.FilterScope;
import org.jrsync.engine.filter.FilterSide;
import org.jrsync.engine.filter.RuleFiles;
import org.jrsync.engine.filter.RuleTrace;
import org.jrsync.engine.options.Batch;
import org.jrsync.engine.options.Debug;
import org.jrsync.engine.options.Iconv;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.OutFormat;
import org.jrsync.engine.report.Message;
import org.jrsync.engine.report.Reporter;
import org.jrsync.engine.tree.TreeViews;
import org.jrsync.posix.Identity;
import org.jrsync.posix.UntrustedLinkException;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.Negotiated;
import org.jrsync.wire.Role;
import org.jrsync.wire.charset.NameCharset;
import org.jrsync.wire.checksum.Checksums;
import org.jrsync.wire.checksum.StrongChecksum;
import org.jrsync.wire.flist.AttributeLists;
import org.jrsync.wire.flist.ListBudget;
import org.jrsync.wire.flist.XattrCodec;
import org.jspecify.annotations.Nullable;

/**
 * What the roles of one side of a transfer share: options, what was negotiated, the rules, and
 * where messages go. A role has its own view, which carries its name; the values behind are
 * immutable or safe for several threads.
 */
public final class Session {
  private final Options options;
  private final Negotiated negotiated;
  private final FilterList filters;
  private final FilterList moduleFilters;
  private final RuleFiles ruleFiles;
  private final IoErrors ioErrors;
  private final Environment environment;
  private final Role role;
  private final Reporter reporter;
  private final Message.NameDisplay display;
  private final AttributeLists attributeLists;
  private final Connection connection;

  /** Knows whether there is still somebody to work for. */
  @FunctionalInterface
  interface Connection {
    /**
     * Fails as a read would if the connection is over.
     *
     * @param role who asks
     */
    void check(Role role);
  }

  /**
   * What is fixed for one side before the transfer begins.
   *
   * @param privileged whether files are touched as user 0
   * @param userId whom they are touched as
   * @param groups the groups that this user is in, the main one among them
   * @param newFileBits permissions that the umask leaves
   * @param names knows the names of owners and groups
   */
  public record Environment(
      boolean privileged, int userId, List<Integer> groups, int newFileBits, NameService names) {

    public Environment {
      groups = List.copyOf(groups);
    }

    /** The same with other names. */
    public Environment withNames(NameService other) {
      return new Environment(privileged, userId, groups, newFileBits, other);
    }

    /** The environment of one who touches files with an identity. */
    public static Environment of(Identity identity, int newFileBits) {
      List<Integer> groups = new ArrayList<>();
      groups.add(identity.gid());
      for (int group : identity.groups()) {
        groups.add(group);
      }
      return new Environment(
          identity.uid() == 0, identity.uid(), groups, newFileBits, NameService.SYSTEM);
    }
  }

  /**
   * Shows paths the way rsync does: below their root, in quotation marks, and with the module's
   * name.
   *
   * @param root what paths are relative to, as it is shown; empty for a module's root
   * @param module the module's name, empty when there is none
   */
  public record Shown(byte[] root, byte[] module) implements Message.NameDisplay {
    @Override
    public void appendTo(Message message, byte[] path) {
      message.text("\"");
      if (path.length == 0 || path[0] != '/') {
        message.name(root);
        if (root.length > 0 && root[root.length - 1] != '/') {
          message.text("/");
        }
      }
      message.name(path).text("\"");
      if (module.length > 0) {
        message.text(" (in ").name(module).text(")");
      }
    }
  }

  Session(
      Options options,
      Negotiated negotiated,
      FilterList filters,
      FilterList moduleFilters,
      RuleFiles ruleFiles,
      IoErrors ioErrors,
      Environment environment,
      Role role,
      Reporter reporter,
      Message.NameDisplay display,
      Connection connection) {
    this(
        options,
        negotiated,
        filters,
        moduleFilters,
        ruleFiles,
        ioErrors,
        environment,
        role,
        reporter,
        display,
        new AttributeLists(MemoryBudget.unlimited(), XattrCodec.Names.SAME),
        connection);
  }

  private Session(
      Options options,
      Negotiated negotiated,
      FilterList filters,
      FilterList moduleFilters,
      RuleFiles ruleFiles,
      IoErrors ioErrors,
      Environment environment,
      Role role,
      Reporter reporter,
      Message.NameDisplay display,
      AttributeLists attributeLists,
      Connection connection) {
    this.attributeLists = attributeLists;
    this.connection = connection;
    this.options = options;
    this.negotiated = negotiated;
    this.filters = filters;
    this.moduleFilters = moduleFilters;
    this.ruleFiles = ruleFiles;
    this.ioErrors = ioErrors;
    this.environment = environment;
    this.role = role;
    this.reporter = reporter;
    this.display = display;
  }

  /** The same session but for what sets sessions of one run apart. */
  private Session with(
      FilterList otherModuleFilters,
      Role otherRole,
      Reporter otherReporter,
      Message.NameDisplay otherDisplay,
      AttributeLists otherLists) {
    return new Session(
        options,
        negotiated,
        filters,
        otherModuleFilters,
        ruleFiles,
        ioErrors,
        environment,
        otherRole,
        otherReporter,
        otherDisplay,
        otherLists,
        connection);
  }

  /** The same session as another role sees it. */
  public Session as(Role otherRole, Reporter otherReporter) {
    return with(moduleFilters, otherRole, otherReporter, display, attributeLists);
  }

  /** The same session with paths shown in another way. */
  public Session showing(Message.NameDisplay otherDisplay) {
    return with(moduleFilters, role, reporter, otherDisplay, attributeLists);
  }

  /**
   * The same session for names in a directory of the module, which the module's rules see with that
   * directory before them.
   *
   * @param directory its path from the module's root
   */
  public Session within(byte[] directory) {
    return with(moduleFilters.at(directory), role, reporter, display, attributeLists);
  }

  /**
   * The same session with a place for the attributes that entries share.
   *
   * @param lists used by all roles of this side
   */
  public Session sharing(AttributeLists lists) {
    return with(moduleFilters, role, reporter, display, lists);
  }

  /** The extended attributes and access control lists of the list's entries. */
  public AttributeLists attributeLists() {
    return attributeLists;
  }

  public Options options() {
    return options;
  }

  public Negotiated negotiated() {
    return negotiated;
  }

  /** The charset of names on this side, null where they are not converted. */
  public @Nullable NameCharset charset() {
    Iconv iconv = options.iconv;
    return iconv == null ? null : iconv.charset();
  }

  /** The negotiated protocol version. */
  public int protocol() {
    return negotiated.protocol();
  }

  /** The user's rules for this side. */
  public FilterList filters() {
    return filters;
  }

  /**
   * The user's rules as they hold at the top of what this session shows its paths below, with the
   * merge files above it.
   */
  public FilterScope rulesAtTop(FilterSide side) {
    byte[] top = display instanceof Shown shown ? shown.root() : new byte[0];
    int start = 0;
    while (start < top.length && top[start] == '/') {
      start++;
    }
    return tracing(
        FilterScope.open(
            filters,
            side,
            java.util.Arrays.copyOfRange(top, start, top.length),
            ruleFiles,
            options.from0,
            role.text(),
            text -> message(MessageCode.ERROR).text(text).text("\n").send()),
        MessageCode.INFO);
  }

  /**
   * The same rules, telling which of them decided about a name where {@code --debug=filter} asks
   * for it.
   *
   * @param code where that goes: {@link MessageCode#LOG} for the rules of a module, which are the
   *     server's affair
   */
  FilterScope tracing(FilterScope rules, MessageCode code) {
    if (options.debug(Debug.FILTER) < 1) {
      return rules;
    }
    return rules.tracing(
        (rule, path, offset, length, kind) -> {
          String text = rule.because(role.text(), path, offset, length, kind) + "\n";
          reporter.report(code, text.getBytes(StandardCharsets.ISO_8859_1));
        },
        ruleTrace(code));
  }

  /** Tells of rules that are read and merge files that are entered, as far as it is asked for. */
  RuleTrace ruleTrace(MessageCode code) {
    return new RuleTrace(
        options.debug(Debug.FILTER),
        role.text(),
        text -> reporter.report(code, (text + "\n").getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** The rules of the daemon's module, empty elsewhere. */
  public FilterList moduleFilters() {
    return moduleFilters;
  }

  public IoErrors ioErrors() {
    return ioErrors;
  }

  /** What is fixed for this side. */
  public Environment environment() {
    return environment;
  }

  /** Whether this side acts as root: may change owners and make devices. */
  public boolean privileged() {
    return options.attributes.superUser().actsAsRoot(environment.privileged());
  }

  /** Whether what only root may set goes to an extended attribute. */
  public boolean fakeSuper() {
    return options.attributes.superUser().isFake();
  }

  /** The user id that this side acts as. */
  public int userId() {
    return environment.userId();
  }

  /** Permission bits that a new entry gets when modes are not preserved: 0777 without the umask. */
  public int newFileBits() {
    return environment.newFileBits();
  }

  /** The role whose view this is. */
  public Role role() {
    return role;
  }

  /** Heeds {@code --max-alloc} in what is taken from a budget. */
  void limitPieces(ListBudget budget) {
    budget.memory().limitPieces(role.text(), options.allocationLimit.bytes());
  }

  /**
   * For work that takes long without reading or writing anything: fails as a read would if the
   * connection is known to be over, as after a cancellation.
   */
  public void checkConnection() {
    connection.check(role);
  }

  /** How paths are shown. */
  Message.NameDisplay display() {
    return display;
  }

  /** Begins a message. */
  public Message message(MessageCode code) {
    return new Message(this::report, code, display);
  }

  /** A path with its root before it, as formats of the log show it. */
  public byte[] fullName(byte[] path) {
    if (!(display instanceof Shown shown) || shown.root().length == 0) {
      return path;
    }
    byte[] root = shown.root();
    byte[] full = java.util.Arrays.copyOf(root, root.length + 1 + path.length);
    full[root.length] = '/';
    System.arraycopy(path, 0, full, root.length + 1, path.length);
    return full;
  }

  /** Begins a message about a failed system call, in the form {@code rsync: [role] ...}. */
  public Message systemError(MessageCode code) {
    return message(code).text("rsync: [").text(role.text()).text("] ");
  }

  /** Reports that an operation on an entry failed; the exit code will be 23. */
  public void fail(String before, byte[] path, String after, int errno) {
    systemError(MessageCode.ERROR_XFER).text(before).full(path).text(after).errno(errno).send();
  }

  /**
   * The target of a listed link as people see it: where this side stores it in another form, that
   * form.
   */
  public byte[] shownTarget(byte[] target) {
    return options.linkRules.munge() && !options.sender ? TreeViews.mungedTarget(target) : target;
  }

  /** Reports why a link in a path of the operator's was not followed. */
  public void refusedLink() {
    message(MessageCode.ERROR).text(UntrustedLinkException.REFUSED).text("\n").send();
  }

  private void report(MessageCode code, byte[] text) {
    if (code == MessageCode.ERROR_XFER) {
      ioErrors.transferFailed();
    }
    reporter.report(code, text);
  }

  /** Takes a finished message. */
  public Reporter reporter() {
    return this::report;
  }

  /**
   * Whether the sums of appended files cover what was there before too: always before protocol 30,
   * which had no other way.
   */
  public boolean verifiesAppended() {
    return options.append == 2 || (options.append == 1 && protocol() < 30);
  }

  /** Whether files travel whole, without signatures. */
  public boolean sendsWholeFiles() {
    return options.append == 0
        && (options.wholeFile != null
            ? options.wholeFile
            : options.localTransfer && options.batch.use() == Batch.Use.NONE);
  }

  /**
   * The sum that follows a file's data and verifies it. In a local copy of whole files it would
   * compare bytes of this process's memory with themselves, so nothing is computed unless somebody
   * asks for it: the sum's place stays, empty.
   */
  public StrongChecksum newTransferChecksum() {
    String format = options.outFormat;
    boolean asked =
        options.checksumChoice != null
            || options.messages.logs('C')
            || options.batch.use() != Batch.Use.NONE
            || (format != null && OutFormat.has(format, 'C'));
    return options.localTransfer && sendsWholeFiles() && !asked
        ? Checksums.blank(negotiated.transferChecksum().length())
        : negotiated.newTransferChecksum();
  }
}
