package org.jrsync.daemon.check;

import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.daemon.config.Settings;

/**
 * The values in force, in the form of a configuration file: those that are set, each with its place
 * in a comment, and the defaults. What has no value is a comment.
 */
final class ConfigReport {
  private final StringBuilder text = new StringBuilder();

  private ConfigReport() {}

  static String of(DaemonConfig config) {
    ConfigReport report = new ConfigReport();
    report.values(config, Parameter.Scope.GLOBAL, "");
    for (ModuleConfig module : config.modules()) {
      report.text.append("\n[").append(module.name()).append("]\n");
      report.values(module, Parameter.Scope.LOCAL, "    ");
    }
    return report.text.toString();
  }

  private void values(Settings settings, Parameter.Scope scope, String indent) {
    for (Parameter p : Parameter.values()) {
      String place = settings.place(p);
      if (place != null && shows(p, scope)) {
        text.append(indent).append("# ").append(place).append('\n');
        value(settings, p, indent);
      }
    }
    text.append(indent).append("# by default\n");
    for (Parameter p : Parameter.values()) {
      if (settings.place(p) == null && shows(p, scope)) {
        value(settings, p, indent);
      }
    }
  }

  /** A module's name is its heading. */
  private static boolean shows(Parameter p, Parameter.Scope scope) {
    return p.scope() == scope && p != Parameter.NAME;
  }

  private void value(Settings settings, Parameter p, String indent) {
    String value = settings.shown(p);
    text.append(indent).append(value.isEmpty() ? "# " : "");
    text.append(p.label()).append(" = ").append(value).append('\n');
  }
}
