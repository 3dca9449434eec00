package org.jrsync.daemon.config;

import static org.jrsync.daemon.config.Parameter.Scope.GLOBAL;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns sections and parameters, in the order of the file, into a {@link DaemonConfig}. The order
 * matters: a module starts as a copy of the defaults that stand before it.
 */
final class ConfigBuilder {
  /** The names of the user that a daemon that is root stays. */
  private static final List<String> ROOT = List.of("root", "0");

  private final List<String> overrides;
  private final VariableExpander variables;
  private final List<Values> modules = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  private String file = "";

  private final Deque<Values> included = new ArrayDeque<>();
  private Values globals = Values.initial();

  /** The module whose section is open, or null in the global section. */
  private @Nullable Values current;

  private boolean overridden;

  /**
   * @param overrides {@code name=value} from the command line, in force from the first module on
   */
  ConfigBuilder(List<String> overrides, VariableExpander variables) {
    this.overrides = overrides;
    this.variables = variables;
  }

  /** What is told from now on comes from this file; returns the one before. */
  String enterFile(String name) {
    String before = file;
    file = name;
    return before;
  }

  /** Something that is passed over, as rsync does, with a line in the log. */
  void warn(String message, int line) {
    warn(message, place(line));
  }

  private void warn(String message, String place) {
    warn(message, message, place);
  }

  private void warn(String logged, String message, String place) {
    warnings.add(logged);
    problems.add(new Problem(Problem.Severity.WARNING, place, message));
  }

  private String place(int line) {
    return line == 0 ? "command line" : file + " line " + line;
  }

  void section(String name, int line) {
    String folded = Parameter.fold(name);
    if (folded.equals("global")) {
      current = null;
      return;
    }
    if (current == null && modules.isEmpty()) {
      applyOverrides();
    }
    if (name.indexOf('/') >= 0) {
      throw new ConfigException("invalid section name in configuration file: " + name, line);
    }
    for (int i = modules.size() - 1; i >= 0; i--) {
      if (Parameter.foldsTo(Objects.toString(modules.get(i).get(Parameter.NAME), ""), folded)) {
        current = modules.get(i);
        return;
      }
    }
    Values module = globals.copy();
    module.set(Parameter.NAME, name, place(line));
    modules.add(module);
    current = module;
  }

  void parameter(String name, String text, int line) {
    Parameter p = name.startsWith("-") ? null : Parameter.named(name);
    if (p == null) {
      unknown(name, line);
      return;
    }
    Values target = globals;
    Values module = current;
    if (module != null) {
      if (p.scope() == GLOBAL) {
        warn("Global parameter " + name + " found in module section!", line);
        return;
      }
      target = module;
    }
    Object value;
    try {
      // Texts wait for the variables of a session.
      boolean later = p.isText() || p.type() == Parameter.Type.COMMAND;
      String expanded = later ? text : variables.expand(text, p);
      value = ValueReader.read(p, expanded, target.get(p), message -> warn(message, line));
    } catch (ConfigException e) {
      throw new ConfigException(Objects.requireNonNull(e.getMessage()), line);
    }
    if (p == Parameter.HOSTS_ALLOW || p == Parameter.HOSTS_DENY) {
      refuseNetgroups(p, variables.expand(Objects.toString(value, ""), p), line);
    }
    target.set(p, value, place(line));
  }

  private void unknown(String name, int line) {
    if (!name.startsWith("-")) {
      warnings.add("Unknown Parameter encountered: \"" + name + "\"");
    }
    String nearest = NearestName.of(name);
    warn(
        "IGNORING unknown parameter \"" + name + "\"",
        "unknown parameter \""
            + name
            + "\""
            + (nearest == null ? "" : "; did you mean \"" + nearest + "\"?"),
        place(line));
  }

  private static void refuseNetgroups(Parameter p, String list, int line) {
    for (String entry : ListValue.split(list)) {
      if (entry.length() > 1 && entry.startsWith("@")) {
        throw new ConfigException(
            "the netgroup " + entry + " in \"" + p.label() + "\" is not supported by this version",
            line);
      }
    }
  }

  /** An included file begins: what it sets outside of sections ends with it. */
  void enterInclude() {
    current = null;
    included.push(globals.copy());
  }

  /** The next file of an included directory begins with the same values as the first. */
  void nextInclude() {
    current = null;
    globals = Objects.requireNonNull(included.peek()).copy();
  }

  void leaveInclude() {
    current = null;
    globals = included.pop();
  }

  private void applyOverrides() {
    overridden = true;
    for (String override : overrides) {
      int equals = override.indexOf('=');
      String value = override.substring(equals + 1);
      int start = 0;
      while (start < value.length() && ConfigReader.isSpace(value.charAt(start))) {
        start++;
      }
      parameter(override.substring(0, equals), value.substring(start), 0);
    }
  }

  DaemonConfig build() {
    if (!overridden) {
      current = null;
      applyOverrides();
    }
    if (Boolean.TRUE.equals(globals.get(Parameter.PROXY_PROTOCOL))
        && Objects.toString(globals.get(Parameter.PROXY_PROTOCOL_HOSTS), "").isEmpty()) {
      warn(
          "\"proxy protocol = true\" but \"proxy protocol hosts\" is unset:"
              + " all connections will be rejected as untrusted proxy peers."
              + "  Set \"proxy protocol hosts\" to your trusted proxy's address.",
          Objects.toString(globals.place(Parameter.PROXY_PROTOCOL), ""));
    }
    List<ModuleConfig> sections = new ArrayList<>(modules.size());
    for (Values module : modules) {
      module.fillFrom(globals);
      sections.add(new ModuleConfig(module, variables));
    }
    if (isSet(Parameter.DAEMON_CHROOT)
        && isSet(Parameter.DAEMON_UID)
        && !ROOT.contains(Objects.toString(globals.get(Parameter.DAEMON_UID)))) {
      modules.forEach(this::refuseHooks);
    }
    return new DaemonConfig(
        globals, variables, new ModuleConfig(globals, variables), sections, warnings, problems);
  }

  private boolean isSet(Parameter global) {
    return !Objects.toString(globals.get(global), "").isEmpty();
  }

  /** They run inside, where only root can put a program that the process itself is outside of. */
  private void refuseHooks(Values module) {
    for (Parameter p : Parameter.values()) {
      if (p.type() == Parameter.Type.COMMAND && !Objects.toString(module.get(p), "").isEmpty()) {
        throw new ConfigException(
            module.place(p)
                + ": \""
                + p.label()
                + "\" together with \""
                + Parameter.DAEMON_CHROOT.label()
                + "\" ("
                + globals.place(Parameter.DAEMON_CHROOT)
                + ") and \""
                + Parameter.DAEMON_UID.label()
                + "\" ("
                + globals.place(Parameter.DAEMON_UID)
                + ") is not supported by this version");
      }
    }
  }
}
