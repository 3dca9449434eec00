package org.jrsync.daemon.config;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of one module. Immutable: a session keeps the one it began with. */
public final class ModuleConfig extends Settings {

  private final Values values;
  private final VariableExpander variables;
  private final Map<Parameter, String> filled;

  ModuleConfig(Values values, VariableExpander variables) {
    this(values, variables, filled(values, variables));
  }

  private ModuleConfig(Values values, VariableExpander variables, Map<Parameter, String> filled) {
    super(values, filled);
    this.values = values;
    this.variables = variables;
    this.filled = filled;
  }

  /**
   * The same module with the variables of a session in the texts that are looked at now.
   *
   * @param session those that are known, by name
   * @throws ConfigException when a text is of no use then
   */
  public ModuleConfig at(Moment moment, Map<String, String> session) {
    if (filled.isEmpty()) {
      return this;
    }
    Map<Parameter, String> now = new EnumMap<>(filled);
    now.replaceAll((p, text) -> {
      String written = (String) values.get(p);
      return written != null && moment == Moment.of(p)
          ? variables.expand(written, p, session)
          : text;
    });
    return new ModuleConfig(values, variables, now);
  }

  /** The name that clients ask for, compared exactly. */
  public String name() {
    return text(Parameter.NAME);
  }

  /** The line shown in the list of modules. */
  public String comment() {
    return text(Parameter.COMMENT);
  }

  /** The directory that is served; empty when the section has none, which is refused on use. */
  public String path() {
    return text(Parameter.PATH);
  }

  /** Whether the module is shown in the list. */
  public boolean listed() {
    return flag(Parameter.LIST);
  }

  public boolean readOnly() {
    return flag(Parameter.READ_ONLY);
  }

  public boolean writeOnly() {
    return flag(Parameter.WRITE_ONLY);
  }

  /** Yes, no, or null to decide by what the daemon may do and by the path. */
  public @Nullable Boolean useChroot() {
    return optionalFlag(Parameter.USE_CHROOT);
  }

  /** Seconds without input or output after which a transfer ends, 0 for never; may be negative. */
  public int timeout() {
    return number(Parameter.TIMEOUT);
  }

  /** Most sessions at a time, 0 for any number; a negative one refuses all. */
  public int maxConnections() {
    return number(Parameter.MAX_CONNECTIONS);
  }

  public boolean reverseLookup() {
    return flag(Parameter.REVERSE_LOOKUP);
  }

  /** The file for this module's log lines; empty for none of its own. */
  public String logFile() {
    return text(Parameter.LOG_FILE);
  }

  /** Whether it is said as what this module's lines are to be in the system's log. */
  public boolean namesSystemLog() {
    return !text(Parameter.SYSLOG_TAG).isEmpty() || !text(Parameter.SYSLOG_FACILITY).isEmpty();
  }

  /** What this module's lines begin with in the system's log. */
  public String syslogTag() {
    String tag = text(Parameter.SYSLOG_TAG);
    return tag.isEmpty() ? "rsyncd" : tag;
  }

  /** The facility of this module's lines in the system's log. */
  public String syslogFacility() {
    String facility = text(Parameter.SYSLOG_FACILITY);
    return facility.isEmpty() ? "daemon" : facility;
  }
}
