package org.jrsync.daemon.check;

import java.io.PrintStream;
import java.util.List;
import org.jrsync.daemon.auth.Accounts;
import org.jrsync.daemon.config.ConfigException;
import org.jrsync.daemon.config.ConfigLoader;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.daemon.config.Problem;
import org.jrsync.daemon.config.Problem.Severity;
import org.jrsync.daemon.host.DaemonIdentity;
import org.jrsync.daemon.host.DaemonRoot;
import org.jrsync.engine.report.EscapedText;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Identity;
import org.jrsync.posix.OperatorRoot;
import org.jrsync.posix.Policy;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

/** {@code --check-config}: looks at a configuration without serving it. */
public final class ConfigCheck {
  private static final byte[] SLASH = {'/'};

  private final ConfinedTree operator;
  private final Accounts accounts;
  private final Identity own;

  /**
   * @param operator a tree with the policy for operators' paths
   * @param own whom the daemon would be started as
   */
  public ConfigCheck(ConfinedTree operator, Accounts accounts, Identity own) {
    this.operator = operator;
    this.accounts = accounts;
    this.own = own;
  }

  /**
   * Prints the values in force, and what is wrong with them.
   *
   * @param out for the values
   * @param err for the problems, a line each
   * @return the exit status: 0 if there is no error, otherwise that of a syntax error
   */
  public int run(ConfigLoader loader, PrintStream out, PrintStream err) {
    DaemonConfig config;
    try {
      config = loader.load();
    } catch (ConfigException e) {
      err.println(EscapedText.LOG.of("error: " + e.getMessage()));
      return ExitCode.SYNTAX.code();
    }
    ConfigReport.of(config).lines().forEach(line -> out.println(EscapedText.LOG.of(line)));
    List<Problem> problems = problems(config, loader.path());
    problems.forEach(problem -> err.println(EscapedText.LOG.of(problem.toString())));
    boolean failed = problems.stream().anyMatch(each -> each.severity() == Severity.ERROR);
    return failed ? ExitCode.SYNTAX.code() : ExitCode.OK.code();
  }

  List<Problem> problems(DaemonConfig config, String file) {
    Findings findings = new Findings(file);
    findings.addAll(config.problems());
    if (config.modules().isEmpty()) {
      findings.daemon(Severity.WARNING, config, Parameter.NAME, "there is no module to serve");
    }
    new LimitCheck(config, findings).check();
    Identity served = served(config, findings);
    new TlsCheck(operator, config, findings).check(served);
    ExposureCheck exposure = new ExposureCheck(config, findings);
    exposure.daemon(own);
    try (OperatorRoot root = root(config, findings);
        ConfinedTree inside = root.isSystem() ? null : root.openTree(SLASH, Policy.IN_ROOT)) {
      ModuleCheck modules =
          new ModuleCheck(
              inside == null ? operator : inside,
              accounts,
              served,
              served.equals(own),
              inside != null,
              findings);
      VariableCheck variables = new VariableCheck(findings);
      for (ModuleConfig module : config.modules()) {
        variables.check(module);
        modules.check(module);
        exposure.module(module, served.uid() == 0);
      }
    }
    return findings.all();
  }

  private static OperatorRoot root(DaemonConfig config, Findings findings) {
    try {
      return DaemonRoot.of(config);
    } catch (RsyncException e) {
      findings.daemon(
          Severity.ERROR, config, Parameter.DAEMON_CHROOT, String.valueOf(e.getMessage()));
      return OperatorRoot.SYSTEM;
    }
  }

  /** Whom the daemon is once it serves. */
  private Identity served(DaemonConfig config, Findings findings) {
    try {
      return DaemonIdentity.wanted(config, accounts, own);
    } catch (RsyncException e) {
      String text = String.valueOf(e.getMessage());
      Parameter blamed = text.contains("gid") ? Parameter.DAEMON_GID : Parameter.DAEMON_UID;
      findings.daemon(Severity.ERROR, config, blamed, text);
      return own;
    }
  }
}
