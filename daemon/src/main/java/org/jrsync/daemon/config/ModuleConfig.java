package org.jrsync.daemon.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of one module. Immutable: a session keeps the one it began with. */
public final class ModuleConfig extends Settings {

  ModuleConfig(Values values) {
    super(values);
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

  /**
   * What this module's lines begin with in the system's log.
   *
   * @param session variables of a session, by name; others stay as they are written
   */
  public String syslogTag(Map<String, String> session) {
    String tag = text(Parameter.SYSLOG_TAG);
    return tag.isEmpty() ? "rsyncd" : VariableExpander.fill(tag, session::get);
  }

  /** The facility of this module's lines in the system's log. */
  public String syslogFacility() {
    String facility = text(Parameter.SYSLOG_FACILITY);
    return facility.isEmpty() ? "daemon" : facility;
  }
}
