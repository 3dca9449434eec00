package org.jrsync.daemon.config;

import static org.jrsync.daemon.config.Parameter.Scope.GLOBAL;
import static org.jrsync.daemon.config.Parameter.Scope.LOCAL;
import static org.jrsync.daemon.config.Parameter.State.OURS;
import static org.jrsync.daemon.config.Parameter.State.SUPPORTED;
import static org.jrsync.daemon.config.Parameter.Type.BOOLEAN;
import static org.jrsync.daemon.config.Parameter.Type.FACILITY;
import static org.jrsync.daemon.config.Parameter.Type.INTEGER;
import static org.jrsync.daemon.config.Parameter.Type.OPTIONAL_BOOLEAN;
import static org.jrsync.daemon.config.Parameter.Type.TEXT;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every parameter of {@code rsyncd.conf} that rsync 3.5.1 knows, and those of our own, with kind
 * and default.
 */
public enum Parameter {
  ADDRESS("address", GLOBAL, TEXT, null, SUPPORTED),
  DAEMON_CHROOT("daemon chroot", GLOBAL, TEXT, null, SUPPORTED),
  DAEMON_GID("daemon gid", GLOBAL, TEXT, null, SUPPORTED),
  DAEMON_UID("daemon uid", GLOBAL, TEXT, null, SUPPORTED),
  MOTD_FILE("motd file", GLOBAL, TEXT, null, SUPPORTED),
  PID_FILE("pid file", GLOBAL, TEXT, null, SUPPORTED),
  PROXY_PROTOCOL_HOSTS("proxy protocol hosts", GLOBAL, TEXT, null, SUPPORTED),
  SOCKET_OPTIONS("socket options", GLOBAL, TEXT, null, SUPPORTED),
  LISTEN_BACKLOG("listen backlog", GLOBAL, INTEGER, 4096, SUPPORTED),
  PORT("port", GLOBAL, INTEGER, 0, SUPPORTED),
  PROXY_PROTOCOL("proxy protocol", GLOBAL, BOOLEAN, false, SUPPORTED),

  // Our own, under names that rsync does not have.
  LISTENER("listener", GLOBAL, TEXT, "", OURS),
  USE_ASYNC_LISTENER("use-async-listener", GLOBAL, BOOLEAN, false, OURS),
  TRANSFER_WORKER_THREADS("transfer-worker-threads", GLOBAL, INTEGER, 0, OURS),
  WHEN_WORKERS_ARE_BUSY("when workers are busy", GLOBAL, TEXT, "wait", OURS),
  STALL_LIMIT("stall limit", GLOBAL, INTEGER, 120, OURS),
  MAX_SESSIONS("max sessions", GLOBAL, INTEGER, 0, OURS),
  MAX_TRANSFERS("max transfers", GLOBAL, INTEGER, 0, OURS),
  MAX_CONNECTIONS_PER_HOST("max connections per host", GLOBAL, INTEGER, 0, OURS),
  HANDSHAKE_TIMEOUT("handshake timeout", GLOBAL, INTEGER, 60, OURS),
  SHUTDOWN_GRACE("shutdown grace", GLOBAL, INTEGER, 30, OURS),
  TLS_PORT("tls port", GLOBAL, INTEGER, 0, OURS),
  TLS_CERTIFICATE("tls certificate", GLOBAL, TEXT, null, OURS),
  TLS_KEY("tls key", GLOBAL, TEXT, null, OURS),
  TLS_CLIENT_CA("tls client ca", GLOBAL, TEXT, null, OURS),
  TLS_CLIENT_CERTIFICATE("tls client certificate", GLOBAL, TEXT, null, OURS),
  TLS_ONLY("tls only", LOCAL, BOOLEAN, false, OURS),
  DEVICES("devices", LOCAL, BOOLEAN, true, OURS),
  MAX_QUEUED_CONNECTIONS("max queued connections", LOCAL, INTEGER, 0, OURS),
  QUEUE_TIMEOUT("queue timeout", LOCAL, INTEGER, 60, OURS),

  AUTH_DIGEST("auth digest", LOCAL, TEXT, null, SUPPORTED),
  AUTH_USERS("auth users", LOCAL, TEXT, null, SUPPORTED),
  CHARSET("charset", LOCAL, TEXT, null, SUPPORTED),
  COMMENT("comment", LOCAL, TEXT, null, SUPPORTED),
  // Read and without effect, as in rsync, where no compression heeds it.
  DONT_COMPRESS("dont compress", LOCAL, TEXT, null, SUPPORTED),
  EARLY_EXEC("early exec", LOCAL, Type.COMMAND, null, SUPPORTED),
  EXCLUDE("exclude", LOCAL, TEXT, null, SUPPORTED),
  EXCLUDE_FROM("exclude from", LOCAL, TEXT, null, SUPPORTED),
  FILTER("filter", LOCAL, TEXT, null, SUPPORTED),
  GID("gid", LOCAL, TEXT, null, SUPPORTED),
  HOSTS_ALLOW("hosts allow", LOCAL, TEXT, null, SUPPORTED),
  HOSTS_DENY("hosts deny", LOCAL, TEXT, null, SUPPORTED),
  INCLUDE("include", LOCAL, TEXT, null, SUPPORTED),
  INCLUDE_FROM("include from", LOCAL, TEXT, null, SUPPORTED),
  INCOMING_CHMOD("incoming chmod", LOCAL, TEXT, null, SUPPORTED),
  LOCK_FILE("lock file", LOCAL, TEXT, "/var/run/rsyncd.lock", SUPPORTED),
  LOG_FILE("log file", LOCAL, TEXT, null, SUPPORTED),
  LOG_FORMAT("log format", LOCAL, TEXT, "%o %h [%a] %m (%u) %f %l", SUPPORTED),
  NAME("name", LOCAL, TEXT, null, SUPPORTED),
  NAME_CONVERTER("name converter", LOCAL, Type.COMMAND, null, SUPPORTED),
  OUTGOING_CHMOD("outgoing chmod", LOCAL, TEXT, null, SUPPORTED),
  POST_XFER_EXEC("post-xfer exec", LOCAL, Type.COMMAND, null, SUPPORTED),
  PRE_XFER_EXEC("pre-xfer exec", LOCAL, Type.COMMAND, null, SUPPORTED),
  REFUSE_OPTIONS("refuse options", LOCAL, TEXT, null, SUPPORTED),
  SECRETS_FILE("secrets file", LOCAL, TEXT, null, SUPPORTED),
  // Unset, these two are "rsyncd" and "daemon".
  SYSLOG_TAG("syslog tag", LOCAL, TEXT, null, SUPPORTED),
  UID("uid", LOCAL, TEXT, null, SUPPORTED),
  PATH("path", LOCAL, Type.PATH, null, SUPPORTED),
  TEMP_DIR("temp dir", LOCAL, Type.PATH, null, SUPPORTED),
  MAX_CONNECTIONS("max connections", LOCAL, INTEGER, 0, SUPPORTED),
  MAX_VERBOSITY("max verbosity", LOCAL, INTEGER, 1, SUPPORTED),
  TIMEOUT("timeout", LOCAL, INTEGER, 0, SUPPORTED),
  SYSLOG_FACILITY("syslog facility", LOCAL, FACILITY, null, SUPPORTED),
  FAKE_SUPER("fake super", LOCAL, BOOLEAN, false, SUPPORTED),
  FORWARD_LOOKUP("forward lookup", LOCAL, BOOLEAN, true, SUPPORTED),
  IGNORE_ERRORS("ignore errors", LOCAL, BOOLEAN, false, SUPPORTED),
  IGNORE_NONREADABLE("ignore nonreadable", LOCAL, BOOLEAN, false, SUPPORTED),
  INSECURE_LINKS("insecure links", LOCAL, BOOLEAN, false, SUPPORTED),
  LIST("list", LOCAL, BOOLEAN, true, SUPPORTED),
  READ_ONLY("read only", LOCAL, BOOLEAN, true, SUPPORTED),
  REVERSE_LOOKUP("reverse lookup", LOCAL, BOOLEAN, true, SUPPORTED),
  STRICT_MODES("strict modes", LOCAL, BOOLEAN, true, SUPPORTED),
  TRANSFER_LOGGING("transfer logging", LOCAL, BOOLEAN, false, SUPPORTED),
  WRITE_ONLY("write only", LOCAL, BOOLEAN, false, SUPPORTED),
  MUNGE_SYMLINKS("munge symlinks", LOCAL, OPTIONAL_BOOLEAN, null, SUPPORTED),
  NUMERIC_IDS("numeric ids", LOCAL, OPTIONAL_BOOLEAN, null, SUPPORTED),
  OPEN_NOATIME("open noatime", LOCAL, OPTIONAL_BOOLEAN, null, SUPPORTED),
  USE_CHROOT("use chroot", LOCAL, OPTIONAL_BOOLEAN, null, SUPPORTED);

  /** Where a parameter may stand. */
  public enum Scope {
    /** For the whole daemon; ignored with a warning inside a module's section. */
    GLOBAL,
    /** For one module; a value outside every section is the default of the modules that follow. */
    LOCAL
  }

  /** How a value is read. */
  public enum Type {
    /** The value as it stands. */
    TEXT,
    /** As {@link #TEXT}, but variables are filled in when it is run. */
    COMMAND,
    /** As {@link #TEXT}, without trailing slashes. */
    PATH,
    /** A decimal number with a sign; what follows the digits is ignored, no digits are 0. */
    INTEGER,
    /** yes, true, 1, no, false or 0. */
    BOOLEAN,
    /** As {@link #BOOLEAN}, or unset or -1. */
    OPTIONAL_BOOLEAN,
    /** The name of a syslog facility or its number. */
    FACILITY
  }

  /** Whose a parameter is. */
  public enum State {
    SUPPORTED,
    /** Known to no rsync; in its name blanks, hyphens and underscores are equal. */
    OURS
  }

  private static final Map<String, Parameter> BY_NAME = HashMap.newHashMap(64);

  static {
    for (Parameter p : values()) {
      BY_NAME.put(p.state == OURS ? plain(p.label) : p.folded, p);
    }
  }

  private final String label;
  private final String folded;
  private final Scope scope;
  private final Type type;

  @SuppressWarnings("ImmutableEnumChecker") // A String, Integer or Boolean.
  private final @Nullable Object initial;

  private final State state;

  Parameter(String label, Scope scope, Type type, @Nullable Object initial, State state) {
    this.label = label;
    this.folded = fold(label);
    this.scope = scope;
    this.type = type;
    this.initial = initial;
    this.state = state;
  }

  /** The name as the manual page spells it. */
  public String label() {
    return label;
  }

  /** The name as it is compared. */
  String folded() {
    return folded;
  }

  public Scope scope() {
    return scope;
  }

  public Type type() {
    return type;
  }

  public State state() {
    return state;
  }

  /** Whether its value is a text that may have variables, which are filled in when it is used. */
  boolean isText() {
    return type == TEXT || type == Type.PATH;
  }

  /** Whether its value is the path of a file, so that a client's variable in it is one name. */
  public boolean isFile() {
    return switch (this) {
      case PATH, TEMP_DIR, LOG_FILE, LOCK_FILE, SECRETS_FILE, INCLUDE_FROM, EXCLUDE_FROM -> true;
      default -> false;
    };
  }

  /**
   * Whether its value is rules, which may name files of rules, so that a client's variable in it is
   * one name and means nothing but itself.
   */
  public boolean isRules() {
    return this == FILTER || this == INCLUDE || this == EXCLUDE;
  }

  /** The value when nothing is configured: a String, Integer or Boolean, or null for unset. */
  public @Nullable Object initial() {
    return initial;
  }

  /** The parameter with this name, in any letter case and with any white space, or null. */
  public static @Nullable Parameter named(String name) {
    Parameter known = BY_NAME.get(fold(name));
    if (known == null) {
      Parameter ours = BY_NAME.get(plain(name));
      return ours != null && ours.state == OURS ? ours : null;
    }
    return known;
  }

  /** A name of ours as it is compared. */
  private static String plain(String name) {
    return fold(name).replace("-", "").replace("_", "");
  }

  /**
   * A name as it is compared: rsyncd.conf ignores letter case and white space in names of
   * parameters and, when a section is continued, of modules. Underscores and hyphens count.
   */
  static String fold(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!ConfigReader.isSpace(c)) {
        folded.append(c);
      }
    }
    return folded.toString().toLowerCase(Locale.ROOT);
  }

  /** Whether a name is compared as this one, which is folded; without making another text. */
  static boolean foldsTo(String name, String folded) {
    int at = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (ConfigReader.isSpace(c)) {
        continue;
      }
      if (at == folded.length() || Character.toLowerCase(c) != folded.charAt(at)) {
        return false;
      }
      at++;
    }
    return at == folded.length();
  }
}
