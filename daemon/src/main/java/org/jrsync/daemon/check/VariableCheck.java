package org.jrsync.daemon.check;

import static org.jrsync.daemon.config.Problem.Severity.RISK;
import static org.jrsync.daemon.config.Problem.Severity.WARNING;

import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.config.Moment;
import org.jrsync.daemon.config.Parameter;

/** Looks for variables of sessions that are not what they seem to be. */
final class VariableCheck {

  private static final String USER = "RSYNC_USER_NAME";

  private final Findings findings;

  VariableCheck(Findings findings) {
    this.findings = findings;
  }

  void check(ModuleConfig module) {
    for (Parameter p : Parameter.values()) {
      for (String name : module.sessionVariables(p)) {
        if (!Moment.isKnown(name, p)) {
          findings.module(
              WARNING,
              module,
              p,
              "%" + name + "% is not known when \"" + p.label() + "\" is used, and stays as it is");
        } else if (name.equals(USER) && module.text(Parameter.AUTH_USERS).isEmpty()) {
          // A folder of one user's becomes that of all of them.
          findings.module(
              p.isFile() || p.isRules() ? RISK : WARNING,
              module,
              p,
              "%" + name + "% in \"" + p.label() + "\" is empty: there are no \"auth users\"");
        }
      }
    }
  }
}
