package org.jrsync.daemon.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.jrsync.daemon.config.Problem.Severity.ERROR;
import static org.jrsync.daemon.config.Problem.Severity.RISK;
import static org.jrsync.daemon.config.Problem.Severity.WARNING;

import java.util.Arrays;
import org.jrsync.daemon.auth.Authenticator;
import org.jrsync.daemon.config.ConfigException;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.daemon.config.TlsFiles;
import org.jrsync.daemon.host.OperatorFiles;
import org.jrsync.daemon.tls.TlsMaterial;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.Identity;

/** Looks for what keeps TLS from working, or from protecting what it seems to. */
final class TlsCheck {
  private static final Parameter[] OF_THE_PORT = {
    Parameter.TLS_CERTIFICATE, Parameter.TLS_KEY, Parameter.TLS_CLIENT_CA
  };

  private final ConfinedTree operator;
  private final DaemonConfig config;
  private final Findings findings;

  TlsCheck(ConfinedTree operator, DaemonConfig config, Findings findings) {
    this.operator = operator;
    this.config = config;
    this.findings = findings;
  }

  /**
   * @param served whom the daemon is once it serves
   */
  void check(Identity served) {
    if (config.tlsPort() == 0) {
      withoutPort();
      return;
    }
    if (config.tlsPort() == config.port()) {
      findings.daemon(
          ERROR, config, Parameter.TLS_PORT, "\"tls port\" and \"port\" are both " + config.port());
    }
    files();
    key(served);
    if (config.tls().asksClients()) {
      for (ModuleConfig module : config.modules()) {
        openBesides(module);
      }
    }
  }

  private void withoutPort() {
    for (Parameter p : OF_THE_PORT) {
      if (!config.text(p).isEmpty()) {
        findings.daemon(
            WARNING, config, p, "\"" + p.label() + "\" counts for a \"tls port\" alone");
      }
    }
    for (ModuleConfig module : config.modules()) {
      if (module.flag(Parameter.TLS_ONLY)) {
        findings.module(
            ERROR,
            module,
            Parameter.TLS_ONLY,
            "it is for TLS only, and there is no \"tls port\": nobody can reach it");
      }
    }
  }

  private void files() {
    try {
      String stale = TlsMaterial.read(config.tls(), new OperatorFiles(operator)).staleness();
      if (stale != null) {
        findings.daemon(ERROR, config, Parameter.TLS_CERTIFICATE, stale);
      }
    } catch (ConfigException e) {
      findings.daemon(ERROR, config, Parameter.TLS_CERTIFICATE, String.valueOf(e.getMessage()));
    }
  }

  private void key(Identity served) {
    TlsFiles named = config.tls();
    FileStat stat = new FileStat();
    if (operator.stat(named.key().getBytes(ISO_8859_1), stat) != 0) {
      return; // Told of above.
    }
    Parameter blamed =
        named.key().equals(named.certificate()) ? Parameter.TLS_CERTIFICATE : Parameter.TLS_KEY;
    if ((stat.mode() & Authenticator.OTHER_ACCESS) != 0) {
      findings.daemon(
          RISK,
          config,
          blamed,
          named.key() + " holds the key and can be read or written by others");
    } else if (!mayRead(served, stat)) {
      findings.daemon(
          WARNING,
          config,
          blamed,
          named.key() + " cannot be read anew by \"daemon uid\", as its mode has it");
    }
  }

  private static boolean mayRead(Identity who, FileStat stat) {
    boolean member =
        stat.gid() == who.gid() || Arrays.stream(who.groups()).anyMatch(g -> g == stat.gid());
    int shift = stat.uid() == who.uid() ? 6 : member ? 3 : 0;
    return who.uid() == 0 || (stat.mode() >> shift & 4) != 0;
  }

  private void openBesides(ModuleConfig module) {
    if (!module.flag(Parameter.TLS_ONLY)) {
      findings.module(
          RISK,
          module,
          Parameter.TLS_ONLY,
          "it can be reached without a client's certificate by port "
              + config.port()
              + ": set \"tls only\"");
    }
  }
}
